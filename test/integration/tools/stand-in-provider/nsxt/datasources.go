package nsxt

import (
	"fmt"
	"maps"
)

// lookup answers a data source with the attributes that it finds.
type lookup = func(c *client, config object) (object, error)

// Sources: data_source_nsxt_*.go in https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var dataSources = map[string]lookup{
	"nsxt_policy_context_profile":          searched("PolicyContextProfile", nil),
	"nsxt_policy_dhcp_server":              searched("DhcpServerConfig", nil),
	"nsxt_policy_edge_cluster":             searched("PolicyEdgeCluster", nil),
	"nsxt_policy_group":                    searched("Group", nil),
	"nsxt_policy_ip_pool":                  searched("IpAddressPool", withRealizationId),
	"nsxt_policy_segment":                  searched("Segment", nil),
	"nsxt_policy_segment_security_profile": searched("SegmentSecurityProfile", nil),
	"nsxt_policy_service":                  searched("Service", nil),
	"nsxt_policy_spoofguard_profile":       searched("SpoofGuardProfile", nil),
	"nsxt_policy_tier0_gateway":            searched("Tier0", withGateway),
	"nsxt_policy_tier1_gateway":            searched("Tier1", withGateway),
	"nsxt_vpc":                             searched("Vpc", withShortId),
	"nsxt_vpc_connectivity_profile":        searched("VpcConnectivityProfile", nil),
	"nsxt_vpc_subnet":                      searched("VpcSubnet", nil),
	"nsxt_policy_transit_gateway":          transitGateway,
	"nsxt_policy_ip_block":                 listed("IpAddressBlock", "IpAddressBlocks", "ip-blocks"),
	"nsxt_policy_project":                  projectLookup,
	"nsxt_policy_security_policy":          securityPolicyLookup,
	"nsxt_policy_gateway_policy":           gatewayPolicyLookup,
	"nsxt_policy_transport_zone":           transportZone,
	"nsxt_policy_segment_realization":      segmentRealization,
	"nsxt_policy_vm":                       virtualMachine,
}

// more are further attributes of what was found.
type more = func(c *client, found object) (object, error)

// searched is found by the search of the manager, by its id or its name.
func searched(kind string, further more) lookup {
	return func(c *client, config object) (object, error) {
		id, name := text(config["id"]), text(config["display_name"])
		if id == "" && name == "" && kind != "VpcSubnet" {
			return nil, fmt.Errorf("No 'id' or 'display_name' specified for %s", kind)
		}
		extra := ""
		if kind == "Group" {
			extra = "parent_path:*/" + domainOf(config)
		}
		found, err := c.named(kind, id, name, extra, searchPath(config))
		if err != nil {
			return nil, err
		}
		return described(c, found, further)
	}
}

// searchPath is what the paths begin with of all that a context has.
func searchPath(config object) string {
	context := only(config["context"])
	path := "/infra"
	if id := text(context["project_id"]); id != "" && context["from_global"] != true {
		path = "/orgs/default/projects/" + id
	}
	if id := text(context["vpc_id"]); id != "" {
		path += "/vpcs/" + id
	}
	return path
}

func domainOf(config object) string {
	if domain := text(config["domain"]); domain != "" {
		return domain
	}
	return "default"
}

// described is what every data source tells, and what it tells besides.
func described(c *client, found object, further more) (object, error) {
	result := object{"id": found["id"], "display_name": found["display_name"], "description": text(found["description"]), "path": found["path"]}
	if further == nil {
		return result, nil
	}
	additions, err := further(c, found)
	maps.Copy(result, additions)
	return result, err
}

func withRealizationId(_ *client, found object) (object, error) {
	return object{"realized_id": found["realization_id"]}, nil
}

func withShortId(_ *client, found object) (object, error) {
	return object{"short_id": found["short_id"]}, nil
}

// withGateway finds the edge cluster of a gateway; without one there is none, and no error.
func withGateway(c *client, found object) (object, error) {
	result := object{"edge_cluster_path": ""}
	services, err := c.all(text(found["path"])+"/locale-services", nil)
	if err == nil {
		for _, service := range services {
			if cluster := text(service["edge_cluster_path"]); cluster != "" && (result["edge_cluster_path"] == "" || service["id"] == "default") {
				result["edge_cluster_path"] = cluster
			}
		}
	}
	if vrf, ok := found["vrf_config"].(object); ok {
		result["vrf_config"] = []any{object{"gateway_path": vrf["tier0_path"], "route_distinguisher": vrf["route_distinguisher"]}}
	}
	return result, nil
}

func transitGateway(c *client, config object) (object, error) {
	isDefault, given := config["is_default"].(bool)
	further := func(_ *client, found object) (object, error) {
		return object{"is_default": found["is_default"] == true}, nil
	}
	if !given {
		return searched("TransitGateway", further)(c, config)
	}
	query := fmt.Sprintf("resource_type:TransitGateway AND marked_for_delete:false AND is_default:%t AND path:%s*", isDefault, escapedPath(searchPath(config)))
	found, err := c.search(query)
	if err != nil || len(found) != 1 {
		return nil, fmt.Errorf("multiple values found for resource type TransitGateway with query fields: is_default:%t", isDefault)
	}
	return described(c, found[0], further)
}
