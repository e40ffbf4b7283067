package nsxt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const policy = "/policy/api/v1"

// client speaks to one NSX manager.
type client struct {
	server, user, password string
	enforcementPoint       string
	// session are the headers that the manager gave when the session was made.
	session http.Header
	http    http.Client
	version string
}

// refusal is an answer of the manager that is no success.
type refusal struct {
	status  int
	code    float64
	message string
}

func (r *refusal) Error() string { return fmt.Sprintf("%s (code %v)", r.message, r.code) }

// connect does what the real provider does when it is configured: a session, then the version.
// Source: configureNsxtClient and initNSXVersion, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/provider.go
func (c *client) connect() error {
	request, err := c.request(http.MethodPost, "/api/session/create", nil)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	c.session = http.Header{}
	if cookie, _, found := strings.Cut(response.Header.Get("Set-Cookie"), ";"); found {
		c.session.Set("Cookie", cookie)
		c.session.Set("X-XSRF-TOKEN", response.Header.Get("X-XSRF-TOKEN"))
	}
	node, err := c.call(http.MethodGet, "/api/v1/node/version", nil)
	if err != nil {
		return fmt.Errorf("Failed to retrieve NSX version, please check connectivity and authentication settings of the provider: %w", err)
	}
	c.version = text(node["node_version"])
	return nil
}

// isAtLeast compares the manager's version with one such as `9.0`.
func (c *client) isAtLeast(version string) bool {
	have := strings.Split(c.version, ".")
	for i, part := range strings.Split(version, ".") {
		want, _ := strconv.Atoi(part)
		number := 0
		if i < len(have) {
			number, _ = strconv.Atoi(have[i])
		}
		if number != want {
			return number > want
		}
	}
	return true
}

func (c *client) get(path string) (object, error) { return c.call(http.MethodGet, policy+path, nil) }
func (c *client) patch(path string, body object) error {
	return failed(c.call(http.MethodPatch, policy+path, body))
}
func (c *client) put(path string, body object) error {
	return failed(c.call(http.MethodPut, policy+path, body))
}
func (c *client) post(path string, body object) error {
	return failed(c.call(http.MethodPost, policy+path, body))
}
func (c *client) delete(path string) error {
	return failed(c.call(http.MethodDelete, policy+path, nil))
}

func failed(_ object, err error) error { return err }

// all reads a collection to its end.
func (c *client) all(path string, query url.Values) ([]object, error) {
	found := []object{}
	asked := url.Values{}
	for name, values := range query {
		asked[name] = values
	}
	for {
		page, err := c.get(path + "?" + asked.Encode())
		if err != nil {
			return nil, err
		}
		found = append(found, elementsOf(page["results"])...)
		cursor := text(page["cursor"])
		if cursor == "" {
			return found, nil
		}
		asked.Set("cursor", cursor)
	}
}

func (c *client) call(method, path string, body object) (object, error) {
	request, err := c.request(method, path, body)
	if err != nil {
		return nil, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer := object{}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil && response.ContentLength != 0 && method == http.MethodGet {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if response.StatusCode >= 300 {
		code, _ := answer["error_code"].(float64)
		return nil, &refusal{status: response.StatusCode, code: code, message: text(answer["error_message"])}
	}
	return answer, nil
}

func (c *client) request(method, path string, body object) (*http.Request, error) {
	sent := []byte{}
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		sent = encoded
	}
	request, err := http.NewRequest(method, c.server+path, bytes.NewReader(sent))
	if err != nil {
		return nil, err
	}
	for name, values := range c.session {
		request.Header[name] = values
	}
	request.SetBasicAuth(c.user, c.password)
	request.Header.Set("Content-Type", "application/json")
	return request, nil
}

func hasStatus(err error, status int) bool {
	var answer *refusal
	return errors.As(err, &answer) && answer.status == status
}

func isNotFound(err error) bool { return hasStatus(err, http.StatusNotFound) }
