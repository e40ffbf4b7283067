package nsxt

import (
	"slices"
	"strings"
)

// bindingMap is how a segment has its profiles: by an object below it that names them.
type bindingMap struct {
	block, api, collection string
	// paths are the attributes of the block, and their names in the API.
	paths map[string]string
}

// Source: nsxtPolicySegmentProfilesSetInStruct, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/segment_common.go
var bindings = []bindingMap{
	{
		block: "discovery_profile", api: "SegmentDiscoveryProfileBindingMap", collection: "segment-discovery-profile-binding-maps",
		paths: map[string]string{"ip_discovery_profile_path": "ip_discovery_profile_path", "mac_discovery_profile_path": "mac_discovery_profile_path"},
	},
	{
		block: "qos_profile", api: "SegmentQoSProfileBindingMap", collection: "segment-qos-profile-binding-maps",
		paths: map[string]string{"qos_profile_path": "qos_profile_path"},
	},
	{
		block: "security_profile", api: "SegmentSecurityProfileBindingMap", collection: "segment-security-profile-binding-maps",
		paths: map[string]string{"security_profile_path": "segment_security_profile_path", "spoofguard_profile_path": "spoofguard_profile_path"},
	},
}

// binding reads the block from the maps that fetchBindings puts beside the segment; they are written as its children.
func binding(of bindingMap) field {
	return field{
		write: func(spot, string, object) error { return nil },
		read: func(_ spot, _ string, body object) any {
			found := elementsOf(body[of.collection])
			if len(found) == 0 {
				return []any{}
			}
			element := object{"binding_map_path": found[0]["path"], "revision": found[0]["_revision"]}
			for attribute, api := range of.paths {
				element[attribute] = found[0][api]
			}
			return []any{element}
		},
	}
}

func bindingChildren(_ spot, before, planned object) ([]any, error) {
	children := []any{}
	for _, of := range bindings {
		old, wanted := only(before[of.block]), only(planned[of.block])
		id := "default"
		if path := text(known(old["binding_map_path"])); path != "" {
			id = lastOf(path)
		}
		if wanted == nil && old == nil {
			continue
		}
		body := object{"resource_type": of.api, "id": id}
		for attribute, api := range of.paths {
			if path := text(known(wanted[attribute])); path != "" {
				body[api] = path
			}
		}
		if old != nil && wanted != nil {
			body["_revision"] = old["revision"]
		}
		children = append(children, child(of.api, body, wanted == nil))
	}
	return children, nil
}

func fetchBindings(c call, path string, body object) error {
	for _, of := range bindings {
		found, err := c.all(path+"/"+of.collection, nil)
		if err != nil && !isNotFound(err) {
			return err
		}
		maps := []any{}
		for _, each := range found {
			maps = append(maps, each)
		}
		body[of.collection] = maps
	}
	return nil
}

// tagsButIgnored are the tags without those of scopes that the configuration leaves to others; these are sent back as they were found.
// Source: getCustomizedPolicyTagsFromSchema, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/utils.go
func tagsButIgnored() field {
	plain := list("tags")
	return field{
		write: func(s spot, name string, body object) error {
			if err := plain.write(s, name, body); err != nil {
				return err
			}
			detected, _ := known(only(s.values["ignore_tags"])["detected"]).([]any)
			if len(detected) > 0 {
				tags, _ := body["tags"].([]any)
				body["tags"] = slices.Concat(tags, detected)
			}
			return nil
		},
		read: func(s spot, name string, body object) any {
			return plain.read(s, name, object{"tags": tagsOf(body, s.values, false)})
		},
	}
}

func ignoredTags() field {
	return field{
		write: func(spot, string, object) error { return nil },
		read: func(s spot, name string, body object) any {
			configured := only(s.values[name])
			if configured == nil {
				return []any{}
			}
			return []any{object{"scopes": configured["scopes"], "detected": tagsOf(body, s.values, true)}}
		},
	}
}

// tagsOf are the tags of ignored scopes, or all others.
func tagsOf(body, values object, ignored bool) []any {
	scopes, _ := known(only(values["ignore_tags"])["scopes"]).([]any)
	found := []any{}
	for _, tag := range elementsOf(body["tags"]) {
		if slices.Contains(scopes, tag["scope"]) == ignored {
			found = append(found, object{"scope": text(tag["scope"]), "tag": text(tag["tag"])})
		}
	}
	return found
}

// halves are what stands before and after the first separator.
func halves(s, separator string) (string, string) {
	before, after, _ := strings.Cut(s, separator)
	return before, after
}
