package nsxt

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

var special = regexp.MustCompile(`[()\[\]+\-=&|><!{}^~*?:/]`)

// escaped is a text for the query language of the search: spaces stay as they are.
func escaped(value string) string { return special.ReplaceAllString(value, `\$0`) }

func (c *client) search(query string) ([]object, error) {
	return c.all("/search/query", url.Values{"query": {query}})
}

// named are the objects of a type that an id or a name may mean, below a path.
// Source: policyDataSourceResourceRead, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_search.go
func (c *client) named(kind, id, name, extra, path string) (object, error) {
	where := " AND marked_for_delete:false"
	if extra != "" {
		where += " AND " + strings.ReplaceAll(extra, "/", `\/`)
	}
	where += " AND path:" + strings.ReplaceAll(path, "/", `\/`) + "*"
	query := "resource_type:" + kind + " AND display_name:" + escaped(name) + "*" + where
	if id != "" {
		query = "id:" + escaped(id) + where
	}
	found, err := c.search(query)
	if err != nil {
		return nil, err
	}
	ofKind := []object{}
	for _, each := range found {
		if each["resource_type"] == kind {
			ofKind = append(ofKind, each)
		}
	}
	if id == "" {
		return oneNamed(ofKind, name, kind, kind)
	}
	if len(ofKind) == 0 {
		return nil, fmt.Errorf("%s with ID '%s' was not found", kind, id)
	}
	return ofKind[0], nil
}

// oneNamed is the object of a name, else the only one whose name begins so.
func oneNamed(found []object, name, kind, plural string) (object, error) {
	perfect, prefixed := []object{}, []object{}
	for _, each := range found {
		switch is := text(each["display_name"]); {
		case is == name:
			perfect = append(perfect, each)
		case strings.HasPrefix(is, name):
			prefixed = append(prefixed, each)
		}
	}
	switch {
	case len(perfect) > 1:
		return nil, fmt.Errorf("Found multiple %s with name '%s'", plural, name)
	case len(perfect) == 1:
		return perfect[0], nil
	case len(prefixed) > 1:
		return nil, fmt.Errorf("Found multiple %s with name starting with '%s'", plural, name)
	case len(prefixed) == 0:
		return nil, fmt.Errorf("%s with name '%s' was not found", kind, name)
	}
	return prefixed[0], nil
}
