package nsxt

import (
	"errors"
	"fmt"
)

// Sources: resource_nsxt_policy_group.go and resource_nsxt_vpc_group.go in
// https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var groupKinds = map[string]kind{
	"nsxt_policy_group": group(inDomain("groups"), ""),
	"nsxt_vpc_group":    group(inVpc("groups"), "9.0.0"),
}

func group(place place, since string) kind {
	return &policyObject{
		api: "Group", collection: place, since: since, refuse: refuseGroup, deletion: "?fail_if_subtree_exists=false&force=true",
		fields: mapping{
			"domain":                                own(),
			"group_type":                            firstOf("group_type"),
			"criteria":                              criteria(),
			"criteria.ipaddress_expression":         expression("IPAddressExpression"),
			"criteria.macaddress_expression":        expression("MACAddressExpression"),
			"criteria.path_expression":              expression("PathExpression"),
			"criteria.path_expression.member_paths": to("paths"),
			"criteria.external_id_expression":       expression("ExternalIDExpression"),
			"criteria.condition":                    expression("Condition"),
			"conjunction":                           conjunctions(),
			"extended_criteria":                     extendedCriteria(),
		},
		traits: traits{
			forceNew: []string{"domain", "group_type"},
			defaults: object{"domain": "default", "criteria.external_id_expression.member_type": "VirtualMachine"},
		},
	}
}

func refuseGroup(_, planned object) error {
	criteria, conjunctions := len(elementsOf(planned["criteria"])), len(elementsOf(planned["conjunction"]))
	if items, _ := planned["criteria"].([]any); len(items) != criteria {
		return errors.New("found empty criteria block in configuration")
	}
	if total := criteria + conjunctions; total > 0 && total%2 == 0 {
		if criteria > conjunctions {
			return errors.New("Missing conjunction for criteria")
		}
		return errors.New("Missing criteria for last conjunction")
	}
	kinds := []string{}
	for _, each := range elementsOf(planned["criteria"]) {
		kind := ""
		for _, name := range expressionBlocks {
			if len(elementsOf(each[name])) == 0 {
				continue
			}
			if kind != "" {
				return fmt.Errorf("Criteria blocks should be homogeneous, but found '%s' with '%s'", kind, name)
			}
			kind = name
		}
		if kind == "" {
			return errors.New("found empty criteria block in configuration")
		}
		kinds = append(kinds, kind)
	}
	for i, each := range elementsOf(planned["conjunction"]) {
		if each["operator"] == "AND" && i+1 < len(kinds) && kinds[i] != kinds[i+1] {
			return fmt.Errorf("AND conjunctions must use the same types of criteria expressions, but got %s and %s", kinds[i], kinds[i+1])
		}
	}
	return nil
}

var expressionBlocks = []string{"condition", "external_id_expression", "ipaddress_expression", "macaddress_expression", "path_expression"}

// criteria and conjunctions are the items of one list in turn: criteria, conjunction, criteria and so on.
func criteria() field {
	return field{
		write: func(s spot, name string, body object) error {
			joints := elementsOf(s.values["conjunction"])
			items := []any{}
			for i, element := range elementsOf(s.values[name]) {
				if i > 0 && i <= len(joints) {
					items = append(items, conjunction(joints[i-1]["operator"]))
				}
				inner := object{}
				if err := s.below(name, element).into(inner); err != nil {
					return err
				}
				items = append(items, nested(inner["expressions"].([]any)))
			}
			if len(items) > 0 {
				body["expression"] = items
			}
			return nil
		},
		read: func(s spot, name string, body object) any {
			elements := []any{}
			for _, item := range elementsOf(body["expression"]) {
				if item["resource_type"] == "ConjunctionOperator" {
					continue
				}
				inner := []any{item}
				if item["resource_type"] == "NestedExpression" {
					inner, _ = item["expressions"].([]any)
				}
				elements = append(elements, s.below(name, nil).from(object{"expressions": inner}))
			}
			return elements
		},
	}
}

func conjunctions() field {
	return field{
		write: func(spot, string, object) error { return nil },
		read: func(_ spot, _ string, body object) any {
			elements := []any{}
			for _, item := range elementsOf(body["expression"]) {
				if item["resource_type"] == "ConjunctionOperator" {
					elements = append(elements, object{"operator": item["conjunction_operator"]})
				}
			}
			return elements
		},
	}
}

func conjunction(operator any) object {
	return object{"resource_type": "ConjunctionOperator", "conjunction_operator": operator}
}

// nested is what one criteria block comes to: an expression, or several that must all hold.
func nested(expressions []any) any {
	if len(expressions) == 1 {
		return expressions[0]
	}
	all := []any{}
	for i, each := range expressions {
		if i > 0 {
			all = append(all, conjunction("AND"))
		}
		all = append(all, each)
	}
	return object{"resource_type": "NestedExpression", "expressions": all}
}

// expression is a block of one kind of expression.
func expression(kind string) field {
	return items("expressions", kind, func(object) {})
}

func extendedCriteria() field {
	return field{
		write: func(s spot, name string, body object) error {
			if element := only(s.values[name]); element != nil {
				groups := object{}
				if err := s.below(name, element).into(groups); err != nil {
					return err
				}
				body["extended_expression"] = []any{object{"resource_type": "IdentityGroupExpression", "identity_groups": groups["identity_group"]}}
			}
			return nil
		},
		read: func(s spot, name string, body object) any {
			found := only(body["extended_expression"])
			if found == nil {
				return []any{}
			}
			return []any{s.below(name, nil).from(object{"identity_group": found["identity_groups"]})}
		},
	}
}
