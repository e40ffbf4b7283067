package nsxt

import (
	"crypto/rand"
	"fmt"

	"strata.dev/tools/stand-in-provider/schema"
)

// kind is a type of resource.
type kind interface {
	facts() traits
	// create returns the state even if it fails after the object was made.
	create(c call, planned object) (object, error)
	// read returns nil if the object is gone.
	read(c call, state object) (object, error)
	update(c call, before, planned object) (object, error)
	delete(c call, before object) error
}

// call is what a kind needs to do its work.
type call struct {
	*client
	block schema.Block
}

// policyObject is a resource that is one object of the Policy API.
type policyObject struct {
	traits
	// api is the type of the object.
	api string
	// collection is the path that the id comes after.
	collection func(values object) (string, error)
	fields     mapping
	// replaces says that an update is a PUT with the revision that was read; else it is a PATCH like the creation.
	replaces bool
	// since is the version of NSX that has the object.
	since string
	// refuse says what the real provider refuses by itself. @default - nothing
	refuse func(before, planned object) error
	// prepare fills in what the provider finds out by itself before it writes. @default - nothing
	prepare func(c call, before, planned object) error
	// children are written with the object, in one request of the hierarchical API. @default - the object is written by itself
	children func(s spot, before, planned object) ([]any, error)
	// after is written once the object is there. @default - nothing
	after func(c call, path string, before, planned object) error
	// fetch adds to the object what stands beside it. @default - nothing
	fetch func(c call, path string, body object) error
	// waitFor is a collection below the object that is empty before it is deleted. @default - nothing
	waitFor string
	// clear deletes what stands below the object before the object itself. @default - nothing
	clear func(c call, path string) error
	// deletion is the query of the deletion. @default - none
	deletion string
}

func (p *policyObject) facts() traits { return p.traits }

func (p *policyObject) create(c call, planned object) (object, error) {
	if p.since != "" && !c.isAtLeast(p.since) {
		return nil, fmt.Errorf("%s resource requires NSX version %s or higher", p.api, p.since)
	}
	collection, err := p.check(nil, planned)
	if err != nil {
		return nil, err
	}
	id := text(planned["nsx_id"])
	if id == "" {
		id = newId()
	} else if _, err := c.get(collection + "/" + id); err == nil {
		return nil, fmt.Errorf("Resource with id %s already exists", id)
	} else if !isNotFound(err) {
		return nil, err
	}
	path := collection + "/" + id
	if err := p.write(c, path, nil, planned); err != nil {
		made, _ := p.state(c, path, planned)
		return made, err
	}
	return p.state(c, path, planned)
}

func (p *policyObject) update(c call, before, planned object) (object, error) {
	collection, err := p.check(before, planned)
	if err != nil {
		return nil, err
	}
	path := collection + "/" + text(before["id"])
	if err := p.write(c, path, before, planned); err != nil {
		return nil, err
	}
	return p.state(c, path, planned)
}

func (p *policyObject) read(c call, state object) (object, error) {
	collection, err := p.collection(state)
	if err != nil {
		return nil, err
	}
	return p.state(c, collection+"/"+text(state["id"]), state)
}

func (p *policyObject) delete(c call, before object) error {
	collection, err := p.collection(before)
	if err != nil {
		return err
	}
	path := collection + "/" + text(before["id"])
	if p.waitFor != "" {
		// The real provider asks again for 20 minutes. Here nothing else is at work that could take them away.
		below, err := c.all(path+"/"+p.waitFor, nil)
		if err == nil && len(below) > 0 {
			return fmt.Errorf("%s still has %s: %v", path, p.waitFor, below[0]["path"])
		}
	}
	if p.clear != nil {
		if err := p.clear(c, path); err != nil {
			return err
		}
	}
	if err := c.client.delete(path + p.deletion); !isNotFound(err) {
		return err
	}
	return nil
}

// check is what must hold before anything is sent. @returns where the object stands
func (p *policyObject) check(before, planned object) (string, error) {
	if p.refuse != nil {
		if err := p.refuse(before, planned); err != nil {
			return "", err
		}
	}
	return p.collection(planned)
}

func (p *policyObject) write(c call, path string, before, planned object) error {
	if p.prepare != nil {
		if err := p.prepare(c, before, planned); err != nil {
			return err
		}
	}
	body := object{"resource_type": p.api}
	if err := p.at(c, planned).into(body); err != nil {
		return err
	}
	if before != nil && (p.replaces || p.children != nil) {
		body["_revision"] = before["revision"]
	}
	var err error
	switch {
	case p.children != nil:
		var below []any
		if below, err = p.children(p.at(c, planned), before, planned); err == nil {
			err = c.patchTree(path, p.api, body, below)
		}
	case before != nil && p.replaces:
		err = c.put(path, body)
	default:
		err = c.patch(path, body)
	}
	if err == nil && p.after != nil {
		err = p.after(c, path, before, planned)
	}
	return err
}

func (p *policyObject) state(c call, path string, before object) (object, error) {
	body, err := c.get(path)
	if isNotFound(err) {
		return nil, nil
	}
	if err == nil && p.fetch != nil {
		err = p.fetch(c, path, body)
	}
	if err != nil {
		return nil, err
	}
	return settle(c.block, p.at(c, before).from(body), before), nil
}

func (p *policyObject) at(c call, values object) spot {
	return spot{mapping: p.fields, block: c.block, values: values}
}

// newId is a random UUID, as the real provider gives one to what has no nsx_id.
func newId() string {
	b := make([]byte, 16)
	_, err := rand.Read(b)
	must(err)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
