package nsxt

import "errors"

// Sources: resource_nsxt_policy_segment.go, _vlan_segment.go and segment_common.go in
// https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var segmentKinds = map[string]kind{
	"nsxt_policy_segment":      segment(),
	"nsxt_policy_vlan_segment": segment(),
}

func segment() kind {
	return &policyObject{
		api: "Segment", collection: in("segments"), waitFor: "ports",
		fields:   segmentFields.with("subnet.dhcp_v4_config.", dhcpOptions),
		refuse:   refuseSegment,
		children: bindingChildren,
		fetch:    fetchBindings,
		traits: traits{
			forceNew: []string{"transport_zone_path"},
			defaults: object{
				"replication_mode":                 "MTEP",
				"advanced_config.hybrid":           false,
				"advanced_config.local_egress":     false,
				"advanced_config.urpf_mode":        "STRICT",
				"subnet.dhcp_v4_config.lease_time": 86400.0,
				"subnet.dhcp_v6_config.lease_time": 86400.0,
			},
			computedBlocks: []string{"advanced_config", "subnet.dhcp_v4_config.dhcp_option_121"},
		},
	}
}

var segmentFields = mapping{
	"metadata_proxy_paths":                  own(),
	"subnet":                                list("subnets"),
	"subnet.cidr":                           to("gateway_address"),
	"subnet.dhcp_v4_config":                 variant("dhcp_config", "SegmentDhcpV4Config"),
	"subnet.dhcp_v6_config":                 variant("dhcp_config", "SegmentDhcpV6Config"),
	"subnet.dhcp_v6_config.excluded_range":  ranges("excluded_ranges"),
	"advanced_config.address_pool_path":     firstOf("address_pool_paths"),
	"advanced_config.uplink_teaming_policy": to("uplink_teaming_policy_name"),
	"advanced_config.multicast":             unlessUnset(),
	"bridge_config":                         list("bridge_profiles"),
	"bridge_config.profile_path":            to("bridge_profile_path"),
	"bridge_config.transport_zone_path":     to("vlan_transport_zone_path"),
	"bridge_config.uplink_teaming_policy":   to("uplink_teaming_policy_name"),
	"discovery_profile":                     binding(bindings[0]),
	"qos_profile":                           binding(bindings[1]),
	"security_profile":                      binding(bindings[2]),
	"tag":                                   tagsButIgnored(),
	"ignore_tags":                           ignoredTags(),
}

func refuseSegment(before, planned object) error {
	zone := text(known(planned["transport_zone_path"]))
	if project(planned) == "" && zone == "" {
		return errors.New("transport_zone_path needs to be specified for infra segment on local manager")
	}
	if project(planned) != "" && zone != text(before["transport_zone_path"]) {
		return errors.New("transport_zone_path cannot be specified for project based segments")
	}
	for _, subnet := range elementsOf(planned["subnet"]) {
		if only(subnet["dhcp_v4_config"]) != nil && only(subnet["dhcp_v6_config"]) != nil {
			return errors.New("only one of dhcp_v4_config and dhcp_v6_config may be specified for a subnet")
		}
	}
	return nil
}

// ranges are blocks with a start and an end that the API has as texts.
func ranges(api string) field {
	return field{
		write: func(s spot, name string, body object) error {
			items := []any{}
			for _, element := range elementsOf(s.values[name]) {
				items = append(items, text(element["start"])+"-"+text(element["end"]))
			}
			if len(items) > 0 {
				body[api] = items
			}
			return nil
		},
		read: func(_ spot, _ string, body object) any {
			elements := []any{}
			items, _ := body[api].([]any)
			for _, item := range items {
				start, end := halves(text(item), "-")
				elements = append(elements, object{"start": start, "end": end})
			}
			return elements
		},
	}
}
