package nsxt

import (
	"errors"
	"fmt"
	"strings"
)

// base is where the objects of a context stand: the default space, or a project.
// Source: getSessionContextHelper, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/provider.go
func base(values object) string {
	return project(values) + "/infra"
}

// project is the path of the project that a context names, and empty outside projects.
func project(values object) string {
	if id := text(only(values["context"])["project_id"]); id != "" {
		return "/orgs/default/projects/" + id
	}
	return ""
}

// errDefaultProject is in words of its own: those of the real provider are not known.
var errDefaultProject = errors.New("the project of a context may not be the default one: leave the context out")

// namesDefaultProject says whether a context is refused for its project. The types of VPCs and the transit gateway take the default one.
// Source: https://github.com/vmware/terraform-provider-nsxt/pull/1660 and /pull/1676
func namesDefaultProject(name string, config object) bool {
	takesDefault := !strings.HasPrefix(name, "nsxt_policy_") || name == "nsxt_policy_transit_gateway"
	return !takesDefault && text(only(config["context"])["project_id"]) == "default"
}

type place = func(values object) (string, error)

func in(collection string) place {
	return func(values object) (string, error) { return base(values) + "/" + collection, nil }
}

func inDomain(collection string) place {
	return func(values object) (string, error) {
		domain := text(values["domain"])
		if domain == "" {
			domain = "default"
		}
		return base(values) + "/domains/" + domain + "/" + collection, nil
	}
}

func inProject(collection string) place {
	return func(values object) (string, error) { return project(values) + "/" + collection, nil }
}

func inVpc(collection string) place {
	return func(values object) (string, error) {
		return project(values) + "/vpcs/" + text(only(values["context"])["vpc_id"]) + "/" + collection, nil
	}
}

// below is a collection of the object that an attribute names by its path.
func below(attribute, collection string) place {
	return func(values object) (string, error) { return text(values[attribute]) + "/" + collection, nil }
}

// belowSameId is a collection of the object that has the id at the end of a path, but stands in the place that the context names: a path in
// a project without that context leads elsewhere, as it does with the real provider.
// Source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/resource_nsxt_policy_ip_pool_static_subnet.go
func belowSameId(attribute, parents, collection string) place {
	return func(values object) (string, error) {
		return base(values) + "/" + parents + "/" + lastOf(text(values[attribute])) + "/" + collection, nil
	}
}

// belowGateway is a collection of a gateway, in the place that the context names.
// Source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/resource_nsxt_policy_static_route.go
func belowGateway(collection func(values object) string) place {
	return func(values object) (string, error) {
		gateway := text(values["gateway_path"])
		tier := "tier-1s"
		if strings.Contains(gateway, "/tier-0s/") {
			tier = "tier-0s"
			if project(values) != "" {
				return "", fmt.Errorf("context use not supported with Tier0 gateways")
			}
		}
		return base(values) + "/" + tier + "/" + lastOf(gateway) + "/" + collection(values), nil
	}
}

// belowSegment is a collection of a segment, which may stand below a tier-1 gateway.
// Source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/resource_nsxt_policy_dhcp_v4_static_binding.go
func belowSegment(collection string) place {
	return func(values object) (string, error) {
		path := text(values["segment_path"])
		_, after, _ := strings.Cut(path, "/infra/")
		if strings.HasPrefix(after, "tier-0s/") {
			return "", fmt.Errorf("segments of tier-0 gateways are not supported: %s", path)
		}
		return base(values) + "/" + after + "/" + collection, nil
	}
}

func lastOf(path string) string { return path[strings.LastIndex(path, "/")+1:] }
