package nsxt

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Sources: resource_nsxt_policy_predefined_security_policy.go and resource_nsxt_policy_predefined_gateway_policy.go in
// https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var predefinedKinds = map[string]kind{
	"nsxt_policy_predefined_security_policy": &predefined{api: "SecurityPolicy"},
	"nsxt_policy_predefined_gateway_policy":  &predefined{api: "GatewayPolicy"},
}

// predefined is a policy that comes with the system: it is changed and set back, never made and never deleted.
type predefined struct {
	api string
}

func (p *predefined) facts() traits {
	defaults := under("rule.", ruleDefaults, object{"default_rule.action": "ALLOW", "default_rule.logged": false})
	return traits{forceNew: []string{"path"}, defaults: defaults, computedBlocks: []string{"default_rule"}}
}

// The API has both kinds of rules in one list.
var predefinedFields = mapping{
	"path":                   own(),
	"rule":                   rulesThat(false),
	"default_rule":           rulesThat(true),
	"default_rule.log_label": to("tag"),
	"default_rule.scope":     firstOf("scope"),
}.with("rule.", ruleFields)

func rulesThat(areDefault bool) field {
	return field{
		write: own().write,
		read: func(s spot, name string, body object) any {
			found := []any{}
			for _, rule := range elementsOf(body["rules"]) {
				if (rule["is_default"] == true) == areDefault {
					found = append(found, rule)
				}
			}
			return list("rules").read(s, name, object{"rules": found})
		},
	}
}

func (p *predefined) create(c call, planned object) (object, error) { return p.update(c, nil, planned) }

func (p *predefined) update(c call, before, planned object) (object, error) {
	path := text(planned["path"])
	if !strings.Contains(path, "/domains/") {
		return nil, fmt.Errorf("Failed to extract domain from %s path %s", p.api, path)
	}
	policy, err := c.get(path)
	if err != nil {
		return nil, err
	}
	if policy["category"] == "SystemRules" {
		return nil, errors.New("System policy can not be modified")
	}
	if description := known(planned["description"]); description != nil {
		policy["description"] = description
	}
	s := p.at(c, planned)
	if !reflect.DeepEqual(elementsOf(planned["tag"]), elementsOf(before["tag"])) {
		policy["tags"] = tagsFrom(planned["tag"])
	}
	children, err := p.children(s, before, planned, elementsOf(policy["rules"]))
	if err != nil {
		return nil, err
	}
	delete(policy, "rules")
	if err := c.patchTree(path, p.api, policy, children); err != nil {
		return nil, err
	}
	return p.read(c, planned)
}

// children are all rules if one has changed, and the default rules if they have. Of a gateway policy only one of the two is sent at a time.
func (p *predefined) children(s spot, before, planned object, present []object) ([]any, error) {
	children := []any{}
	rules, old := elementsOf(planned["rule"]), elementsOf(before["rule"])
	changed := !reflect.DeepEqual(rules, old)
	if changed {
		kept := []any{}
		for i, number := range numbered(rules) {
			wrapped, err := ruleChild(s, rules[i], number)
			if err != nil {
				return nil, err
			}
			kept = append(kept, known(rules[i]["nsx_id"]))
			children = append(children, wrapped)
		}
		for _, rule := range old {
			if !slices.Contains(kept, rule["nsx_id"]) {
				children = append(children, doomedRule(rule["nsx_id"]))
			}
		}
	}
	wanted := elementsOf(planned["default_rule"])
	if changed && p.api == "GatewayPolicy" || reflect.DeepEqual(wanted, elementsOf(before["default_rule"])) {
		return children, nil
	}
	for _, rule := range present {
		if rule["is_default"] == true && p.adjust(rule, wanted) {
			children = append(children, child("Rule", rule, false))
		}
	}
	return children, nil
}

// adjust makes a default rule what a block wants it to be. In a gateway policy each gateway has a rule of its own, told by the scope; one
// that no block names any longer is set back only if a block has taken over its id.
// Source: updateGatewayPolicyDefaultRuleByScope in resource_nsxt_policy_predefined_gateway_policy.go
func (p *predefined) adjust(rule object, wanted []object) bool {
	for _, block := range wanted {
		if p.api == "GatewayPolicy" && !reflect.DeepEqual(rule["scope"], []any{block["scope"]}) {
			continue
		}
		rule["action"], rule["logged"], rule["tag"] = block["action"], block["logged"] == true, text(known(block["log_label"]))
		rule["description"], rule["tags"] = text(known(block["description"])), tagsFrom(block["tag"])
		return true
	}
	if slices.ContainsFunc(wanted, func(block object) bool { return block["nsx_id"] == rule["id"] }) {
		rule["action"], rule["description"], rule["tags"] = "ALLOW", "", []any{}
		return true
	}
	return false
}

func (p *predefined) read(c call, state object) (object, error) {
	policy, err := c.get(text(state["path"]))
	if isNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return settle(c.block, p.at(c, state).from(policy), state), nil
}

// delete sets the policy back: default rules allow again, all other rules go. A gateway policy keeps how its default rules log.
func (p *predefined) delete(c call, before object) error {
	path := text(before["path"])
	policy, err := c.get(path)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	children := []any{}
	for _, rule := range elementsOf(policy["rules"]) {
		if rule["is_default"] != true {
			children = append(children, doomedRule(rule["id"]))
			continue
		}
		rule["action"], rule["description"], rule["tags"] = "ALLOW", "", []any{}
		if p.api == "SecurityPolicy" {
			rule["logged"], rule["tag"] = false, ""
		}
		children = append(children, child("Rule", rule, false))
	}
	delete(policy, "rules")
	policy["description"], policy["tags"] = "", []any{}
	return c.patchTree(path, p.api, policy, children)
}

func (p *predefined) at(c call, values object) spot {
	return spot{mapping: predefinedFields, block: c.block, values: values}
}
