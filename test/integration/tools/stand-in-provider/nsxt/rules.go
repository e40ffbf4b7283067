package nsxt

import (
	"fmt"
	"reflect"
)

// ruleFields are those of a rule, in a policy or by itself.
// Source: getPolicyRulesFromSchema and setPolicyRulesInSchema,
// https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_common.go
var ruleFields = mapping{
	"log_label":          to("tag"),
	"ip_version":         noneIfAbsentAs("ip_protocol"),
	"source_groups":      anyIfEmpty(),
	"destination_groups": anyIfEmpty(),
	"scope":              anyIfEmpty(),
	"profiles":           anyIfEmpty(),
	"services":           anyIfEmpty(),
	"service_entries":    inline("service_entries"),
}.with("service_entries.", entries)

var ruleDefaults = object{
	"action":                "ALLOW",
	"direction":             "IN_OUT",
	"ip_version":            "IPV4_IPV6",
	"disabled":              false,
	"logged":                false,
	"sources_excluded":      false,
	"destinations_excluded": false,
}

// noneIfAbsentAs is an attribute that the API has no word for none for.
func noneIfAbsentAs(api string) field {
	return field{
		write: func(s spot, name string, body object) error {
			if value, ok := s.sent(name); ok && value != "NONE" {
				body[api] = value
			}
			return nil
		},
		read: func(_ spot, _ string, body object) any {
			if body[api] == nil {
				return "NONE"
			}
			return body[api]
		},
	}
}

// numbered gives each rule the number it is sent with: its own, or the one after the rule before it.
func numbered(rules []object) []float64 {
	numbers, last := []float64{}, 0.0
	for _, rule := range rules {
		number, _ := rule["sequence_number"].(float64)
		if number <= last {
			number = last + 1
		}
		last = number
		numbers = append(numbers, number)
	}
	return numbers
}

// refuseDisorder is what only the creation of security policies refuses.
// Source: validatePolicyRuleSequence, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_common.go
func refuseDisorder(before, planned object) error {
	if before != nil {
		return nil
	}
	latest := 0.0
	for _, rule := range elementsOf(planned["rule"]) {
		number, _ := rule["sequence_number"].(float64)
		if number > 0 && number <= latest {
			return fmt.Errorf("when sequence_number is specified in a rule, it must be consistent with rule order. To avoid confusion, it is "+
				"recommended to either specify sequence numbers in all rules, or none. Error detected with rule %v: %v <= %v",
				rule["display_name"], number, latest)
		}
		if number == 0 {
			latest++
		} else {
			latest = number
		}
	}
	return nil
}

// ruleChildren are the rules that a change of a policy sends: by their places, so that a rule put in front of others takes the id of the
// one that stood there, and only those whose own attributes change. A rule whose number only follows from that of another is not sent.
// Source: getUpdatedRuleChildren, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_common.go
func ruleChildren(s spot, before, planned object) ([]any, error) {
	old, rules := elementsOf(before["rule"]), elementsOf(planned["rule"])
	numbers := numbered(rules)
	children := []any{}
	for i, rule := range rules {
		if i < len(old) && reflect.DeepEqual(rule, old[i]) {
			continue
		}
		wrapped, err := ruleChild(s, rule, numbers[i])
		if err != nil {
			return nil, err
		}
		children = append(children, wrapped)
	}
	for i := len(rules); i < len(old); i++ {
		children = append(children, doomedRule(old[i]["nsx_id"]))
	}
	return children, nil
}

// ruleChild is a rule of a block as a child of its policy.
func ruleChild(s spot, rule object, number float64) (any, error) {
	id := known(rule["nsx_id"])
	if isZero(id) {
		id = newId()
	}
	body := object{"resource_type": "Rule", "id": id}
	if err := s.below("rule", rule).into(body); err != nil {
		return nil, err
	}
	body["sequence_number"] = number
	return child("Rule", body, false), nil
}

func doomedRule(id any) any {
	return child("Rule", object{"resource_type": "Rule", "id": id}, true)
}
