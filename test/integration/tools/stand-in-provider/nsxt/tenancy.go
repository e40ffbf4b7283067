package nsxt

import "reflect"

// Source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/resource_nsxt_policy_project.go
var tenancyKinds = map[string]kind{
	"nsxt_policy_project": &policyObject{
		api:        "Project",
		collection: func(object) (string, error) { return "/orgs/default/projects", nil },
		prepare:    fillSpan,
		after:      writeSecurityProfile,
		fetch:      fetchSecurityProfile,
		fields: mapping{
			"tier0_gateway_paths":        to("tier_0s"),
			"site_info":                  list("site_infos"),
			"quotas":                     to("limits"),
			"activate_default_dfw_rules": or(false),
			"default_span_path":          spans(true),
			"non_default_span_paths":     spans(false),
			"zone_external_ids":          to("vpc_deployment_scope.zone_external_ids"),
			"default_security_profile":   {write: own().write, read: one(fetchedProfile).read},
		},
		traits: traits{computedBlocks: []string{"site_info", "default_security_profile"}},
	},
}

const (
	fetchedProfile  = "vpc-security-profiles/default"
	spanReferences  = "vpc_deployment_scope.span_references"
	networkSpans    = "/infra/network-spans"
	profilesVersion = "9.0"
	spansVersion    = "9.1"
)

// fillSpan takes the system's default span where none is configured.
func fillSpan(c call, _, planned object) error {
	if !isZero(known(planned["default_span_path"])) || !c.isAtLeast(spansVersion) {
		return nil
	}
	found, err := c.all(networkSpans, nil)
	if err != nil {
		return err
	}
	for _, span := range found {
		if span["is_default"] == true {
			planned["default_span_path"] = span["path"]
		}
	}
	return nil
}

// spans is the default span, or all others: the API has them in one list.
func spans(areDefault bool) field {
	return field{
		write: func(s spot, name string, body object) error {
			value, ok := s.sent(name)
			if !ok {
				return nil
			}
			paths := []any{value}
			if !areDefault {
				paths = value.([]any)
			}
			references, _ := get(body, spanReferences).([]any)
			for _, path := range paths {
				references = append(references, object{"span_path": path, "is_default": areDefault})
			}
			set(body, spanReferences, references)
			return nil
		},
		read: func(_ spot, _ string, body object) any {
			found := []any{}
			for _, reference := range elementsOf(get(body, spanReferences)) {
				if (reference["is_default"] == true) == areDefault {
					found = append(found, reference["span_path"])
				}
			}
			if !areDefault {
				return found
			}
			if len(found) == 0 {
				return nil
			}
			return found[0]
		},
	}
}

func writeSecurityProfile(c call, path string, before, planned object) error {
	wanted := only(planned["default_security_profile"])
	if wanted == nil || !c.isAtLeast(profilesVersion) || reflect.DeepEqual(wanted, only(before["default_security_profile"])) {
		return nil
	}
	profile, err := c.get(path + "/" + fetchedProfile)
	if err != nil {
		return err
	}
	profile["north_south_firewall"] = object{"enabled": only(wanted["north_south_firewall"])["enabled"]}
	return c.patch(path+"/"+fetchedProfile, profile)
}

func fetchSecurityProfile(c call, path string, body object) error {
	profile, err := c.get(path + "/" + fetchedProfile)
	if isNotFound(err) {
		return nil
	}
	if err == nil && profile["north_south_firewall"] != nil {
		body[fetchedProfile] = profile
	}
	return err
}
