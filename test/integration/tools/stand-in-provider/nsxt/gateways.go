package nsxt

import (
	"errors"
	"fmt"
	"slices"
)

// Sources: resource_nsxt_policy_tier1_gateway.go, gateway_common.go, resource_nsxt_policy_nat_rule.go, _static_route.go in
// https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var gatewayKinds = map[string]kind{
	"nsxt_policy_tier1_gateway": &policyObject{
		api: "Tier1", collection: in("tier-1s"), refuse: refuseTier1, children: localeServices, fetch: fetchLocaleServices, clear: deleteLocaleServices,
		fields: mapping{
			"enable_firewall":             inverted("disable_firewall"),
			"dhcp_config_path":            firstOf("dhcp_config_paths"),
			"ipv6_ndra_profile_path":      ipv6Profile("ipv6-ndra-profiles"),
			"ipv6_dad_profile_path":       ipv6Profile("ipv6-dad-profiles"),
			"ingress_qos_profile_path":    to("qos_profile.ingress_qos_profile_path"),
			"egress_qos_profile_path":     to("qos_profile.egress_qos_profile_path"),
			"ha_mode":                     noneIfAbsent(),
			"route_advertisement_rule":    list("route_advertisement_rules"),
			"intersite_config":            own(),
			"edge_cluster_path":           edgeCluster(),
			"locale_service":              localeServiceBlocks(),
			"locale_service.display_name": readOnly("display_name"),
		},
		traits: traits{
			forceNew: []string{"pool_allocation", "intersite_config.transit_subnet", "locale_service.nsx_id"},
			defaults: object{
				"failover_mode":                            "PREEMPTIVE",
				"default_rule_logging":                     false,
				"enable_firewall":                          true,
				"enable_standby_relocation":                false,
				"force_whitelisting":                       false,
				"pool_allocation":                          "ROUTING",
				"route_advertisement_rule.action":          "PERMIT",
				"route_advertisement_rule.prefix_operator": "GE",
			},
		},
	},
	"nsxt_policy_static_route": &policyObject{
		api: "StaticRoutes", collection: belowGateway(func(object) string { return "static-routes" }),
		fields: mapping{"gateway_path": own(), "next_hop": list("next_hops"), "next_hop.interface": firstOf("scope")},
		traits: traits{forceNew: []string{"gateway_path"}, defaults: object{"next_hop.admin_distance": 1.0}},
	},
	"nsxt_policy_nat_rule": &policyObject{
		api: "PolicyNatRule", refuse: refuseNat,
		collection: belowGateway(func(values object) string { return "nat/" + natType(values) + "/nat-rules" }),
		fields: mapping{
			"gateway_path":         own(),
			"type":                 natTypeField(),
			"source_networks":      joined("source_network"),
			"destination_networks": joined("destination_network"),
			"translated_networks":  joined("translated_network"),
			"rule_priority":        to("sequence_number"),
		},
		traits: traits{
			forceNew: []string{"gateway_path", "type"},
			defaults: object{"enabled": true, "logging": false, "firewall_match": "BYPASS", "rule_priority": 100.0},
		},
	},
}

func refuseTier1(_, planned object) error {
	kind := text(known(planned["type"]))
	if (kind == "ROUTED" || kind == "NATTED") && isZero(known(planned["tier0_path"])) {
		return errors.New("tier0_path needs to be specified for a gateway of type ROUTED or NATTED")
	}
	if text(known(planned["ha_mode"])) == "NONE" && !isZero(known(planned["edge_cluster_path"])) {
		return errors.New("ha_mode NONE is not supported with an edge cluster")
	}
	ids := []any{}
	for _, service := range elementsOf(planned["locale_service"]) {
		id := known(service["nsx_id"])
		if id != nil && slices.Contains(ids, id) {
			return fmt.Errorf("Duplicate nsx_id %v in locale_service", id)
		}
		ids = append(ids, id)
	}
	return nil
}

// natType is the section that a rule stands in.
func natType(values object) string {
	if values["action"] == "NAT64" {
		return "NAT64"
	}
	if given := text(known(values["type"])); given != "" {
		return given
	}
	return "USER"
}

// natTypeField is told by where the rule stands: the section is the one before the rules in its path.
func natTypeField() field {
	return field{
		write: func(spot, string, object) error { return nil },
		read:  func(s spot, _ string, _ object) any { return natType(s.values) },
	}
}

func refuseNat(_, planned object) error {
	action, section := text(planned["action"]), text(known(planned["type"]))
	if action == "NAT64" && section != "" && section != "NAT64" || action != "NAT64" && section == "NAT64" {
		return fmt.Errorf("NAT64 is both the action and the type of a rule, or neither: action %s, type %s", action, section)
	}
	if isZero(known(planned["translated_networks"])) && action != "NO_SNAT" && action != "NO_DNAT" {
		return fmt.Errorf("translated_networks needs to be specified for the action %s", action)
	}
	if !isZero(known(planned["policy_based_vpn_mode"])) && action != "DNAT" && action != "NO_DNAT" {
		return fmt.Errorf("policy_based_vpn_mode is not supported with the action %s", action)
	}
	return nil
}
