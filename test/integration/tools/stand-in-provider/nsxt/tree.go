package nsxt

import "strings"

// Collections that a reference in the hierarchical API passes through, and the types of what is in them.
var passedThrough = map[string]string{"domains": "Domain", "orgs": "Org", "projects": "Project", "vpcs": "Vpc"}

// patchTree writes an object and its children in one request: all of it or nothing.
// Source: the H-API calls of https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/resource_nsxt_policy_segment.go and of
// createChildVPCWithGatewayPolicy in resource_nsxt_policy_gateway_policy.go.
func (c *client) patchTree(path, kind string, body object, children []any) error {
	id := path[strings.LastIndex(path, "/")+1:]
	body["id"] = id
	if len(children) > 0 {
		body["children"] = children
	}
	root, top, steps := "/org-root", "OrgRoot", strings.Split(path, "/")[1:]
	if before, after, found := strings.Cut(path, "/infra/"); found {
		root, top, steps = before+"/infra", "Infra", strings.Split(after, "/")
	}
	leaf := []any{child(kind, body, false)}
	for i := len(steps) - 4; i >= 0; i -= 2 {
		leaf = []any{object{"resource_type": "ChildResourceReference", "id": steps[i+1], "target_type": passedThrough[steps[i]], "children": leaf}}
	}
	query := ""
	if body["_revision"] != nil && root != "/org-root" {
		query = "?enforce_revision_check=" + enforced(kind)
	}
	return c.patch(root+query, object{"resource_type": top, "children": leaf})
}

// enforced says whether an update of such an object fails where another has changed it since it was read.
func enforced(kind string) string {
	if kind == "Segment" || kind == "Tier1" {
		return "true"
	}
	return "false"
}

// child wraps an object for the hierarchical API.
func child(kind string, body object, doomed bool) object {
	wrapped := object{"resource_type": "Child" + kind, kind: body}
	if doomed {
		wrapped["marked_for_delete"] = true
	}
	return wrapped
}
