package nsxt

// Sources: resource_nsxt_policy_ip_block.go, _ip_pool.go, _ip_pool_static_subnet.go, _ip_pool_block_subnet.go, _dhcp_relay.go,
// _dhcp_server.go, _dhcp_v4_static_binding.go in https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var addressKinds = map[string]kind{
	"nsxt_policy_ip_block": &policyObject{
		api: "IpAddressBlock", collection: in("ip-blocks"), replaces: true,
		fields: mapping{"range": withCidrs("ranges"), "excluded_ips": withCidrs("excluded_ips")},
	},
	"nsxt_policy_ip_pool": &policyObject{
		api: "IpAddressPool", collection: in("ip-pools"),
		fields: mapping{"realized_id": readOnly("realization_id")},
	},
	"nsxt_policy_ip_pool_static_subnet": &policyObject{
		api: "IpAddressPoolStaticSubnet", collection: belowSameId("pool_path", "ip-pools", "ip-subnets"),
		fields: mapping{"pool_path": own(), "gateway": to("gateway_ip"), "allocation_range": list("allocation_ranges")},
		traits: traits{forceNew: []string{"pool_path"}},
	},
	"nsxt_policy_ip_pool_block_subnet": &policyObject{
		api: "IpAddressPoolBlockSubnet", collection: belowSameId("pool_path", "ip-pools", "ip-subnets"),
		fields: mapping{"pool_path": own(), "block_path": to("ip_block_path")},
		traits: traits{
			forceNew: []string{"size", "pool_path", "block_path"},
			defaults: object{"auto_assign_gateway": true},
		},
	},
	"nsxt_policy_dhcp_relay": &policyObject{api: "DhcpRelayConfig", collection: in("dhcp-relay-configs"), replaces: true},
	"nsxt_policy_dhcp_server": &policyObject{
		api: "DhcpServerConfig", collection: in("dhcp-server-configs"),
		traits: traits{defaults: object{"lease_time": 86400.0}},
	},
	"nsxt_policy_dhcp_v4_static_binding": &policyObject{
		api: "DhcpV4StaticBindingConfig", collection: belowSegment("dhcp-static-binding-configs"),
		fields: mapping{"segment_path": own(), "hostname": to("host_name")}.with("", dhcpOptions),
		traits: traits{
			forceNew:       []string{"segment_path"},
			defaults:       object{"lease_time": 86400.0},
			computedBlocks: []string{"dhcp_option_121"},
		},
	},
}

// dhcpOptions are the blocks of options, of a static binding and of a subnet.
var dhcpOptions = mapping{
	"dhcp_option_121":     list("options.option121.static_routes"),
	"dhcp_generic_option": list("options.others"),
}

// withCidrs is a list of ranges that is sent only beside CIDRs.
func withCidrs(api string) field {
	plain := list(api)
	return field{
		write: func(s spot, name string, body object) error {
			if isZero(known(s.values["cidrs"])) {
				return nil
			}
			return plain.write(s, name, body)
		},
		read: plain.read,
	}
}
