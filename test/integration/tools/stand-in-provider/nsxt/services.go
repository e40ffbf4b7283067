package nsxt

// Source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/resource_nsxt_policy_service.go
var serviceKinds = map[string]kind{
	"nsxt_policy_service": &policyObject{api: "Service", collection: in("services"), replaces: true, fields: entries},
}

// entries are the blocks of a service, and those that a rule has in place of services. Each kind of entry is a set of blocks of its own; the
// API has all of them in one list.
var entries = mapping{
	"l4_port_set_entry":                 entry("L4PortSetServiceEntry"),
	"l4_port_set_entry.protocol":        to("l4_protocol"),
	"icmp_entry":                        entry("ICMPTypeServiceEntry"),
	"icmp_entry.icmp_type":              number("icmp_type"),
	"icmp_entry.icmp_code":              number("icmp_code"),
	"igmp_entry":                        entry("IGMPTypeServiceEntry"),
	"ether_type_entry":                  entry("EtherTypeServiceEntry"),
	"ip_protocol_entry":                 entry("IPProtocolServiceEntry"),
	"ip_protocol_entry.protocol":        to("protocol_number"),
	"algorithm_entry":                   entry("ALGTypeServiceEntry"),
	"algorithm_entry.algorithm":         to("alg"),
	"algorithm_entry.destination_port":  firstOf("destination_ports"),
	"nested_service_entry":              entry("NestedServiceServiceEntry"),
	"l4_port_set_entry.display_name":    entryName(),
	"icmp_entry.display_name":           entryName(),
	"igmp_entry.display_name":           entryName(),
	"ether_type_entry.display_name":     entryName(),
	"ip_protocol_entry.display_name":    entryName(),
	"algorithm_entry.display_name":      entryName(),
	"nested_service_entry.display_name": entryName(),
}

// entry is one kind of entry. Each gets a new id whenever it is written.
func entry(kind string) field {
	return items("service_entries", kind, func(item object) { item["id"] = newId() })
}

// entryName is the name of an entry; NSX gives its id to one that has none.
func entryName() field {
	plain := to("display_name")
	return field{write: plain.write, read: func(_ spot, _ string, body object) any {
		if body["display_name"] == body["id"] {
			return nil
		}
		return body["display_name"]
	}}
}
