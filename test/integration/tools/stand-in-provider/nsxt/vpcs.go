package nsxt

import "errors"

// Sources: resource_nsxt_vpc.go, _vpc_attachment.go, _vpc_connectivity_profile.go, _vpc_service_profile.go, _vpc_subnet.go, _vpc_nat_rule.go
// in https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var vpcKinds = map[string]kind{
	"nsxt_vpc": &policyObject{
		api: "Vpc", collection: inProject("vpcs"), replaces: true, since: "9.0.0",
		fields: mapping{"quotas": to("limits")},
		traits: traits{forceNew: []string{"private_ips"}, defaults: object{"ip_address_type": "IPV4"}},
	},
	"nsxt_vpc_attachment": &policyObject{
		api: "VpcAttachment", collection: below("parent_path", "attachments"), replaces: true, since: "9.0.0",
		fields: mapping{"parent_path": own()},
		traits: traits{forceNew: []string{"parent_path"}},
	},
	"nsxt_vpc_connectivity_profile": &policyObject{
		api: "VpcConnectivityProfile", collection: inProject("vpc-connectivity-profiles"), replaces: true, since: "9.0.0",
	},
	"nsxt_vpc_service_profile": &policyObject{
		api: "VpcServiceProfile", collection: inProject("vpc-service-profiles"), replaces: true, since: "9.0.0",
		traits: traits{
			defaults:       object{"dhcp_config.dhcp_server_config.lease_time": 86400.0},
			computedBlocks: []string{"dhcp_config.dhcp_server_config.advanced_config"},
		},
	},
	"nsxt_vpc_subnet": &policyObject{
		api: "VpcSubnet", collection: inVpc("subnets"), replaces: true, since: "9.0.0", waitFor: "ports", refuse: refuseSubnet,
		fields: mapping{
			"dhcp_config":                  one("subnet_dhcp_config"),
			"advanced_config.extra_config": list("extra_configs"),
			"dhcp_config.dhcp_server_additional_config.options.option121.static_route": list("static_routes"),
			"dhcp_config.dhcp_server_additional_config.options.other":                  list("others"),
		},
		traits: traits{
			forceNew: []string{"ip_blocks", "vlan_connection", "ipv4_subnet_size", "ip_addresses", "access_mode"},
			defaults: object{
				"access_mode":                        "Private",
				"advanced_config.connectivity_state": "CONNECTED",
				"dhcp_config.mode":                   "DHCP_DEACTIVATED",
			},
			computedBlocks: []string{"advanced_config", "dhcp_config", "dhcp_config.dhcp_server_additional_config"},
		},
	},
	"nsxt_vpc_nat_rule": &policyObject{
		api: "PolicyVpcNatRule", collection: below("parent_path", "nat-rules"), replaces: true, since: "9.0.0",
		fields: mapping{"parent_path": own(), "sequence_number": or(0.0), "translated_network": or("")},
		traits: traits{
			forceNew: []string{"parent_path"},
			defaults: object{"firewall_match": "MATCH_INTERNAL_ADDRESS", "enabled": true},
		},
	},
}

func refuseSubnet(_, planned object) error {
	dhcp := only(planned["dhcp_config"])
	if text(dhcp["mode"]) == "DHCP_RELAY" && only(dhcp["dhcp_server_additional_config"]) != nil {
		return errors.New("dhcp_server_additional_config can not be specified with DHCP_RELAY mode")
	}
	return nil
}
