package nsxt

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Sources: resource_nsxt_policy_vm_tags.go and resource_nsxt_policy_firewall_exclude_list_member.go in
// https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt
var machineKinds = map[string]kind{
	"nsxt_policy_vm_tags":                      machineTags{},
	"nsxt_policy_firewall_exclude_list_member": excluded{},
}

// machineTags are all the tags of a machine, and of its ports: NSX finds the machine, nobody makes it.
type machineTags struct{}

func (machineTags) facts() traits { return traits{forceNew: []string{"port.segment_path"}} }

func (m machineTags) create(c call, planned object) (object, error) {
	return m.update(c, nil, planned)
}

func (m machineTags) update(c call, _, planned object) (object, error) {
	machine, err := machineById(c.client, text(planned["instance_id"]))
	if err != nil {
		return nil, err
	}
	if machine == nil {
		return nil, fmt.Errorf("Cannot find VM with ID %v", planned["instance_id"])
	}
	if err := m.tag(c, planned, text(machine["external_id"]), planned["tag"]); err != nil {
		return nil, err
	}
	for _, port := range elementsOf(planned["port"]) {
		if err := tagPorts(c, text(machine["external_id"]), text(port["segment_path"]), port["tag"]); err != nil {
			return nil, err
		}
	}
	planned["id"] = machine["external_id"]
	return m.read(c, planned)
}

func (m machineTags) read(c call, state object) (object, error) {
	machine, err := machineById(c.client, text(state["instance_id"]))
	if machine == nil || err != nil {
		return nil, err
	}
	read := spot{mapping: mapping{"id": own(), "instance_id": own(), "port": own()}, block: c.block}.from(machine)
	return settle(c.block, read, state), nil
}

func (m machineTags) delete(c call, before object) error {
	for _, port := range elementsOf(before["port"]) {
		if err := tagPorts(c, text(before["id"]), text(port["segment_path"]), nil); err != nil {
			return err
		}
	}
	return m.tag(c, before, text(before["id"]), nil)
}

func (machineTags) tag(c call, values object, id string, tags any) error {
	path := base(values) + "/realized-state/virtual-machines/" + id + "/tags"
	return c.post(path, object{"virtual_machine_id": id, "tags": tagsFrom(tags)})
}

// tagPorts tags the ports of a machine on a segment: those that one of its network interfaces is attached to.
func tagPorts(c call, machine, segment string, tags any) error {
	interfaces, err := c.all("/infra/realized-state/enforcement-points/"+c.enforcementPoint+"/vifs", nil)
	if err != nil {
		return err
	}
	ports, err := c.all(segment+"/ports", nil)
	if err != nil {
		return err
	}
	for _, port := range ports {
		attached := func(each object) bool {
			attachment, _ := port["attachment"].(object)
			return each["owner_vm_id"] == machine && each["lport_attachment_id"] == attachment["id"]
		}
		if !slices.ContainsFunc(interfaces, attached) {
			continue
		}
		port["tags"] = tagsFrom(tags)
		if err := c.put(text(port["path"]), port); err != nil {
			return err
		}
	}
	return nil
}

func tagsFrom(block any) []any {
	tags := []any{}
	for _, tag := range elementsOf(block) {
		tags = append(tags, object{"scope": text(tag["scope"]), "tag": text(tag["tag"])})
	}
	return tags
}

// machineById finds a machine by its external id, BIOS id or instance id.
func machineById(c *client, id string) (object, error) {
	found, err := c.search("resource_type:VirtualMachine AND " + escaped(id))
	if err != nil {
		return nil, err
	}
	for _, machine := range found {
		if machine["external_id"] == id || computeId(machine, "biosUuid") == id || computeId(machine, "instanceUuid") == id {
			return machine, nil
		}
	}
	return nil, nil
}

// computeId is one of the ids that vCenter knows a machine by.
func computeId(machine object, kind string) string {
	ids, _ := machine["compute_ids"].([]any)
	for _, id := range ids {
		if before, after, _ := strings.Cut(text(id), ":"); before == kind {
			return after
		}
	}
	return ""
}

// excluded is one member of the one list of what the distributed firewall leaves alone.
type excluded struct{}

const excludeList = "/infra/settings/firewall/security/exclude-list"

func (excluded) facts() traits { return traits{forceNew: []string{"member"}} }

func (e excluded) create(c call, planned object) (object, error) {
	member := planned["member"]
	err := e.change(c, func(members []any) ([]any, error) {
		if slices.Contains(members, member) {
			return nil, fmt.Errorf("%v is a member of the exclude list already", member)
		}
		return append(members, member), nil
	})
	if err != nil {
		return nil, err
	}
	planned["id"] = member
	return planned, nil
}

// A member that somebody else has taken out is an error, not a member to be made again.
func (excluded) read(c call, state object) (object, error) {
	found, err := c.get(excludeList)
	if err != nil {
		return nil, err
	}
	if members, _ := found["members"].([]any); !slices.Contains(members, state["member"]) {
		return nil, fmt.Errorf("%v was not found in the exclude list", state["member"])
	}
	return state, nil
}

func (excluded) update(call, object, object) (object, error) {
	return nil, errors.New("a member of the exclude list has nothing that could be updated")
}

func (e excluded) delete(c call, before object) error {
	return e.change(c, func(members []any) ([]any, error) {
		if !slices.Contains(members, before["member"]) {
			return nil, fmt.Errorf("%v was not found in the exclude list", before["member"])
		}
		return slices.DeleteFunc(members, func(each any) bool { return each == before["member"] }), nil
	})
}

// change writes the list with the revision it was read with, again as long as others change it in between.
func (excluded) change(c call, edit func(members []any) ([]any, error)) error {
	for {
		list, err := c.get(excludeList)
		if err != nil {
			return err
		}
		members, _ := list["members"].([]any)
		if list["members"], err = edit(members); err != nil {
			return err
		}
		if err := c.put(excludeList, list); !hasStatus(err, http.StatusPreconditionFailed) {
			return err
		}
	}
}
