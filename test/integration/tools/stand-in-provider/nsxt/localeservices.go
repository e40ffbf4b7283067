package nsxt

import "strings"

// fetchedServices is where fetchLocaleServices puts them.
const fetchedServices = "locale-services"

// fetchLocaleServices puts the locale services of a gateway beside it.
func fetchLocaleServices(c call, path string, body object) error {
	found, err := c.all(path+"/locale-services", nil)
	services := []any{}
	for _, each := range found {
		services = append(services, each)
	}
	body[fetchedServices] = services
	return err
}

// localeServices are the children that a tier-1 gateway is written with: one by the name of default for its edge cluster, or those that it
// names; a service that it no longer has is deleted.
// Source: initGatewayLocaleServices, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/gateway_common.go
func localeServices(_ spot, before, planned object) ([]any, error) {
	children := []any{}
	wanted := map[string]bool{}
	if cluster := text(known(planned["edge_cluster_path"])); cluster != "" && len(elementsOf(planned["locale_service"])) == 0 {
		wanted["default"] = true
		children = append(children, child("LocaleServices", object{"resource_type": "LocaleServices", "id": "default", "edge_cluster_path": cluster}, false))
	}
	for _, service := range elementsOf(planned["locale_service"]) {
		id := text(known(service["nsx_id"]))
		if id == "" {
			id = newId()
		}
		wanted[id] = true
		body := object{"resource_type": "LocaleServices", "id": id, "edge_cluster_path": service["edge_cluster_path"]}
		if nodes := known(service["preferred_edge_paths"]); !isZero(nodes) {
			body["preferred_edge_paths"] = nodes
		}
		children = append(children, child("LocaleServices", body, false))
	}
	for _, id := range idsOfServices(before) {
		if !wanted[id] {
			children = append(children, child("LocaleServices", object{"resource_type": "LocaleServices", "id": id}, true))
		}
	}
	return children, nil
}

// deleteLocaleServices deletes what stands below a gateway before the gateway itself.
func deleteLocaleServices(c call, path string) error {
	found, err := c.all(path+"/locale-services", nil)
	if err != nil {
		return err
	}
	for _, service := range found {
		if err := c.client.delete(path + "/locale-services/" + text(service["id"])); err != nil {
			return err
		}
	}
	return nil
}

func idsOfServices(state object) []string {
	ids := []string{}
	for _, service := range elementsOf(state["locale_service"]) {
		ids = append(ids, text(service["nsx_id"]))
	}
	if len(ids) == 0 && text(state["edge_cluster_path"]) != "" {
		ids = append(ids, "default")
	}
	return ids
}

// edgeCluster is told where no locale service is configured by a block.
func edgeCluster() field {
	return field{
		write: func(spot, string, object) error { return nil },
		read: func(s spot, _ string, body object) any {
			if services := elementsOf(body[fetchedServices]); len(services) > 0 && len(elementsOf(s.values["locale_service"])) == 0 {
				return services[0]["edge_cluster_path"]
			}
			return nil
		},
	}
}

// localeServiceBlocks are told where they are configured.
func localeServiceBlocks() field {
	plain := list(fetchedServices)
	return field{
		write: func(spot, string, object) error { return nil },
		read: func(s spot, name string, body object) any {
			if len(elementsOf(s.values[name])) == 0 {
				return []any{}
			}
			return plain.read(s, name, body)
		},
	}
}

// ipv6Profile is one of the two profiles that the API has in one list, told by its path.
func ipv6Profile(collection string) field {
	return field{
		write: func(s spot, name string, body object) error {
			if path, ok := s.sent(name); ok {
				before, _ := body["ipv6_profile_paths"].([]any)
				body["ipv6_profile_paths"] = append(before, path)
			}
			return nil
		},
		read: func(_ spot, _ string, body object) any {
			paths, _ := body["ipv6_profile_paths"].([]any)
			for _, path := range paths {
				if strings.Contains(text(path), "/"+collection+"/") {
					return path
				}
			}
			return nil
		},
	}
}

// noneIfAbsent is the mode of high availability: the API has no word for none.
func noneIfAbsent() field {
	return field{
		write: func(s spot, name string, body object) error {
			if mode, ok := s.sent(name); ok && mode != "NONE" {
				body[name] = mode
			}
			return nil
		},
		read: func(_ spot, name string, body object) any {
			if body[name] == nil {
				return "NONE"
			}
			return body[name]
		},
	}
}
