package nsxt

import "errors"

// Sources: resource_nsxt_policy_segment_security_profile.go, _spoof_guard_profile.go, _context_profile.go in
// https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var profileKinds = map[string]kind{
	"nsxt_policy_segment_security_profile": &policyObject{
		api: "SegmentSecurityProfile", collection: in("segment-security-profiles"),
		fields: mapping{"rate_limit": one("rate_limits")},
		traits: traits{
			defaults: object{
				"bpdu_filter_enable":           true,
				"dhcp_server_block_enabled":    true,
				"dhcp_server_block_v6_enabled": true,
				"dhcp_client_block_enabled":    false,
				"dhcp_client_block_v6_enabled": false,
				"non_ip_traffic_block_enabled": false,
				"ra_guard_enabled":             false,
				"rate_limits_enabled":          false,
				"rate_limit.rx_broadcast":      0.0,
				"rate_limit.rx_multicast":      0.0,
				"rate_limit.tx_broadcast":      0.0,
				"rate_limit.tx_multicast":      0.0,
			},
			computedBlocks: []string{"rate_limit"},
		},
	},
	"nsxt_policy_spoofguard_profile": &policyObject{api: "SpoofGuardProfile", collection: in("spoofguard-profiles")},
	"nsxt_policy_context_profile": &policyObject{
		api: "PolicyContextProfile", collection: in("context-profiles"), deletion: "?force=true", refuse: refuseContextProfile,
		fields: mapping{
			"app_id":                              contextAttribute("APP_ID"),
			"app_id.is_alg_type":                  readOnly("is_ALG_type"),
			"app_id.sub_attribute":                subAttributes(),
			"custom_url":                          contextAttribute("CUSTOM_URL"),
			"custom_url.custom_url_partial_match": unlessUnset(),
			"domain_name":                         contextAttribute("DOMAIN_NAME"),
			"url_category":                        contextAttribute("URL_CATEGORY"),
		},
	},
}

var contextAttributes = []string{"app_id", "custom_url", "domain_name", "url_category"}

func refuseContextProfile(before, planned object) error {
	for _, name := range contextAttributes {
		if before != nil || len(elementsOf(planned[name])) > 0 {
			return nil
		}
	}
	return errors.New("At least one attribute should be set")
}

// contextAttribute is a block that is an item of `attributes`, told by its key.
func contextAttribute(key string) field {
	return field{
		write: func(s spot, name string, body object) error {
			for _, element := range elementsOf(s.values[name]) {
				item := object{"key": key, "datatype": "STRING"}
				if err := s.below(name, element).into(item); err != nil {
					return err
				}
				before, _ := body["attributes"].([]any)
				body["attributes"] = append(before, item)
			}
			return nil
		},
		read: func(s spot, name string, body object) any {
			elements := []any{}
			for _, item := range elementsOf(body["attributes"]) {
				if item["key"] == key {
					elements = append(elements, s.below(name, nil).from(item))
				}
			}
			return elements
		},
	}
}

var subAttributeKeys = map[string]string{
	"tls_cipher_suite": "TLS_CIPHER_SUITE",
	"tls_version":      "TLS_VERSION",
	"cifs_smb_version": "CIFS_SMB_VERSION",
}

// subAttributes is one block with an attribute for each key; the API has a list.
func subAttributes() field {
	return field{
		write: func(s spot, name string, body object) error {
			block := only(s.values[name])
			if block == nil {
				return nil
			}
			if values, _ := s.values["value"].([]any); len(values) > 1 {
				return errors.New("Multiple values found for attribute key APP_ID. Sub-attributes are only applicable to an attribute with a single value")
			}
			found := []any{}
			for _, attribute := range s.below(name, block).names() {
				if values := known(block[attribute]); !isZero(values) {
					found = append(found, object{"key": subAttributeKeys[attribute], "datatype": "STRING", "value": values})
				}
			}
			if len(found) > 0 {
				body["sub_attributes"] = found
			}
			return nil
		},
		read: func(s spot, _ string, body object) any {
			block := object{}
			for _, item := range elementsOf(body["sub_attributes"]) {
				for attribute, key := range subAttributeKeys {
					if item["key"] == key {
						block[attribute] = item["value"]
					}
				}
			}
			if len(block) == 0 {
				return []any{}
			}
			return []any{block}
		},
	}
}
