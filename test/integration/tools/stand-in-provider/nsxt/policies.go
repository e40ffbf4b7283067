package nsxt

import (
	"fmt"
	"maps"
	"strings"
)

// Sources: resource_nsxt_policy_security_policy.go, _parent_security_policy.go, _security_policy_rule.go, _gateway_policy.go,
// resource_nsxt_vpc_security_policy.go, _vpc_gateway_policy.go, policy_common.go in
// https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var policyKinds = map[string]kind{
	"nsxt_policy_security_policy":        securityPolicy(inDomain("security-policies"), ""),
	"nsxt_policy_parent_security_policy": securityPolicy(inDomain("security-policies"), ""),
	"nsxt_vpc_security_policy":           securityPolicy(inVpc("security-policies"), "9.0.0"),
	"nsxt_policy_gateway_policy":         gatewayPolicy(inDomain("gateway-policies"), ""),
	"nsxt_vpc_gateway_policy":            gatewayPolicy(inVpc("gateway-policies"), "9.0.0"),
	"nsxt_policy_security_policy_rule": &policyObject{
		api: "Rule", collection: below("policy_path", "rules"), refuse: refuseForeignContext,
		fields: ruleFields.with("", mapping{"policy_path": own(), "context": contextOfPolicy()}),
		traits: traits{
			forceNew:       []string{"policy_path"},
			defaults:       ruleDefaults,
			computedBlocks: []string{"context"},
			changesId:      true,
		},
	},
}

var policyTraits = traits{
	forceNew: []string{"domain", "category"},
	defaults: under("rule.", ruleDefaults, object{"domain": "default", "locked": false, "sequence_number": 0.0, "stateful": true}),
}

func securityPolicy(place place, since string) kind {
	// Where nobody has set tcp_strict, it is sent as false, whatever NSX would make of it.
	fields := mapping{"domain": own(), "rule": rulesOf(), "scope": anyReadAsEmpty(), "tcp_strict": or(false)}
	return &policyObject{
		api: "SecurityPolicy", collection: place, since: since, refuse: refuseDisorder, children: ruleChildren,
		fields: fields.with("rule.", ruleFields), traits: policyTraits,
	}
}

func gatewayPolicy(place place, since string) kind {
	fields := mapping{"domain": own(), "rule": rulesOf()}
	return &policyObject{
		api: "GatewayPolicy", collection: place, since: since, children: ruleChildren,
		fields: fields.with("rule.", ruleFields), traits: policyTraits,
	}
}

// rulesOf are read with the policy and written as its children.
func rulesOf() field {
	return field{write: own().write, read: list("rules").read}
}

// anyReadAsEmpty is what a whole policy is applied to: sent as it is.
func anyReadAsEmpty() field {
	return field{write: to("scope").write, read: anyIfEmpty().read}
}

// contextOfPolicy is that of the policy that a rule stands in, where the rule names none.
func contextOfPolicy() field {
	return field{
		write: own().write,
		read: func(s spot, _ string, _ object) any {
			return []any{object{"project_id": projectOf(text(s.values["policy_path"]))}}
		},
	}
}

func refuseForeignContext(_, planned object) error {
	given := only(planned["context"])
	if given != nil && text(given["project_id"]) != projectOf(text(planned["policy_path"])) {
		return fmt.Errorf("provided project_id in context is inconsist with the project_id in policy_path")
	}
	return nil
}

// projectOf is the id of the project that a path lies in, and empty outside projects.
func projectOf(path string) string {
	if steps := strings.Split(path, "/"); len(steps) > 4 && steps[3] == "projects" {
		return steps[4]
	}
	return ""
}

// under puts rows below a block, beside others.
func under(prefix string, rows, others object) object {
	result := maps.Clone(others)
	for name, value := range rows {
		result[prefix+name] = value
	}
	return result
}
