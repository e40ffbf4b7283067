package nsxt

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

func escapedPath(path string) string { return strings.ReplaceAll(path, "/", `\/`) }

// listed is found in a collection, by its id or its name.
func listed(kind, plural, collection string) lookup {
	return func(c *client, config object) (object, error) {
		found, err := c.inCollection(base(config)+"/"+collection, config, kind, plural)
		if err != nil {
			return nil, err
		}
		return described(c, found, nil)
	}
}

func (c *client) inCollection(path string, config object, kind, plural string) (object, error) {
	if id := text(config["id"]); id != "" {
		found, err := c.get(path + "/" + id)
		if isNotFound(err) {
			return nil, fmt.Errorf("%s with ID %s was not found", kind, id)
		}
		return found, err
	}
	name := text(config["display_name"])
	if name == "" {
		return nil, fmt.Errorf("Error obtaining %s ID or name during read", kind)
	}
	found, err := c.all(path, nil)
	if err != nil {
		return nil, err
	}
	return oneNamed(found, name, kind, plural)
}

func projectLookup(c *client, config object) (object, error) {
	found, err := c.inCollection("/orgs/default/projects", config, "Project", "Projects")
	if err != nil {
		return nil, err
	}
	return described(c, found, func(_ *client, found object) (object, error) {
		sites := []any{}
		for _, site := range elementsOf(found["site_infos"]) {
			sites = append(sites, object{"edge_cluster_paths": site["edge_cluster_paths"], "site_path": site["site_path"]})
		}
		return object{"tier0_gateway_paths": found["tier_0s"], "external_ipv4_blocks": found["external_ipv4_blocks"], "site_info": sites}, nil
	})
}

func securityPolicyLookup(c *client, config object) (object, error) {
	wanted := config["is_default"] == true
	return policyLookup(c, config, "security-policies", "Security Policy", "Security Policies", func(each object) bool {
		return (each["is_default"] == true) == wanted
	})
}

func gatewayPolicyLookup(c *client, config object) (object, error) {
	return policyLookup(c, config, "gateway-policies", "Gateway Policy", "Gateway Policies", func(object) bool { return true })
}

func policyLookup(c *client, config object, collection, kind, plural string, fits func(object) bool) (object, error) {
	path := base(config) + "/domains/" + domainOf(config) + "/" + collection
	category := text(config["category"])
	further := func(_ *client, found object) (object, error) {
		result := object{"category": found["category"], "domain": domainOf(config)}
		if collection == "security-policies" {
			result["is_default"] = found["is_default"] == true
		}
		return result, nil
	}
	if text(config["id"]) != "" {
		found, err := c.inCollection(path, config, kind, plural)
		if err != nil {
			return nil, err
		}
		return described(c, found, further)
	}
	name := text(config["display_name"])
	if name == "" && category == "" {
		return nil, fmt.Errorf("%s id, display name or category must be specified", kind)
	}
	all, err := c.all(path, url.Values{"sort_ascending": {"false"}})
	if err != nil {
		return nil, err
	}
	left := []object{}
	for _, each := range all {
		if fits(each) && (category == "" || each["category"] == category) {
			left = append(left, each)
		}
	}
	found, err := oneNamed(left, name, kind, plural)
	if err != nil {
		return nil, fmt.Errorf("%w and category '%s'", err, category)
	}
	return described(c, found, further)
}

func transportZone(c *client, config object) (object, error) {
	path := "/infra/sites/default/enforcement-points/" + c.enforcementPoint + "/transport-zones"
	name, kind := text(config["display_name"]), text(config["transport_type"])
	further := func(_ *client, found object) (object, error) {
		return object{"is_default": found["is_default"] == true, "transport_type": found["tz_type"], "realized_id": found["realization_id"]}, nil
	}
	if text(config["id"]) != "" {
		found, err := c.inCollection(path, config, "TransportZone", "TransportZones")
		if err != nil {
			return nil, err
		}
		return described(c, found, further)
	}
	if name == "" && (config["is_default"] != true || kind == "") {
		return nil, errors.New("please specify id, display_name or is_default and transport_type in order to identify Transport Zone")
	}
	all, err := c.all(path, url.Values{"include_mark_for_delete_objects": {"false"}, "sort_ascending": {"false"}})
	if err != nil {
		return nil, err
	}
	left := []object{}
	for _, zone := range all {
		if kind != "" && zone["tz_type"] != kind {
			continue
		}
		if config["is_default"] == true && zone["is_default"] == true {
			return described(c, zone, further)
		}
		left = append(left, zone)
	}
	found, err := oneNamed(left, name, "TransportZone", "TransportZones")
	if err != nil {
		return nil, err
	}
	return described(c, found, further)
}

// segmentRealization waits until a segment is realized. It takes the last step of the path only, so that a segment of a project is found by
// its context alone.
func segmentRealization(c *client, config object) (object, error) {
	segment := base(config) + "/segments/" + lastOf(text(config["path"]))
	query := "?enforcement_point_path=" + url.QueryEscape("/infra/sites/default/enforcement-points/"+c.enforcementPoint)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Second) {
		answer, err := c.get(segment + "/state" + query)
		if err != nil || time.Now().After(deadline) {
			return nil, fmt.Errorf("Failed to get realization information for %v: %w", config["path"], err)
		}
		switch state := text(answer["state"]); state {
		case "success", "failed", "error", "orphaned":
			found, err := c.get(segment)
			if err != nil {
				return nil, err
			}
			return object{"id": newId(), "state": state, "network_name": found["display_name"]}, nil
		}
	}
}

func virtualMachine(c *client, config object) (object, error) {
	machine, err := machineOf(c, config)
	if err != nil {
		return nil, err
	}
	tags := []any{}
	for _, tag := range elementsOf(machine["tags"]) {
		tags = append(tags, object{"scope": text(tag["scope"]), "tag": text(tag["tag"])})
	}
	return object{
		"id": machine["external_id"], "external_id": machine["external_id"], "display_name": machine["display_name"],
		"description": text(machine["description"]), "bios_id": computeId(machine, "biosUuid"), "instance_id": computeId(machine, "instanceUuid"),
		"tag": tags,
	}, nil
}

// machineOf finds the machine that a data source asks for. A name that is the beginning of another finds neither.
func machineOf(c *client, config object) (object, error) {
	for _, key := range []string{"external_id", "bios_id", "instance_id"} {
		id := text(config[key])
		if id == "" {
			continue
		}
		machine, err := machineById(c, id)
		if err == nil && machine == nil {
			err = fmt.Errorf("Could not find Virtual Machine with ID: %s", id)
		}
		return machine, err
	}
	name := text(config["display_name"])
	found, err := c.search("resource_type:VirtualMachine AND display_name:" + escaped(name) + "*")
	if err != nil {
		return nil, err
	}
	prefixed := []object{}
	for _, each := range found {
		if strings.HasPrefix(text(each["display_name"]), name) {
			prefixed = append(prefixed, each)
		}
	}
	if len(prefixed) > 1 {
		return nil, fmt.Errorf("Found %d Virtual Machines with name prefix: %s", len(prefixed), name)
	}
	if len(prefixed) == 0 {
		return nil, fmt.Errorf("Unable to find Virtual Machine with name prefix: %s", name)
	}
	return prefixed[0], nil
}
