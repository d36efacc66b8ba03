package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"os"
	"strings"
)

// Configures a guest. The body of its kernel's request waits for the server's word, which must come.
func configure(api *api, kernel string) error {
	if err := api.do("PUT", "/metrics", `{"metrics_path": "metrics"}`); err != nil {
		return err
	}
	if err := api.do("PUT", "/machine-config", `{"vcpu_count": 2, "mem_size_mib": 128, "track_dirty_pages": true}`); err != nil {
		return err
	}
	continued := false
	request := newRequest("PUT", "/boot-source", fmt.Sprintf(`{"kernel_image_path": %q, "boot_args": ""}`, kernel))
	request.Header.Set("Expect", "100-continue")
	request = request.WithContext(httptrace.WithClientTrace(request.Context(), &httptrace.ClientTrace{Got100Continue: func() { continued = true }}))
	status, text, err := api.ask(request)
	if err == nil && (status != http.StatusNoContent || !continued) {
		err = fmt.Errorf("the kernel is answered with %d %s, continued: %v", status, text, continued)
	}
	return err
}

// Requests that are refused leave the connection to the next one.
func refusals(api *api) error {
	for _, refused := range []*http.Request{
		newRequest("GET", "/unknown", ""),
		newRequest("POST", "/actions", `{"action_type": "InstanceStart"}`),
		newRequest("PUT", "/machine-config", `{"vcpu_count": "two"}`),
		newRequest("PATCH", "/vm", `{"state": "Paused"}`),
		newRequest("HEAD", "/", ""),
	} {
		status, text, err := api.ask(refused)
		if err != nil {
			return fmt.Errorf("%s %s: %w", refused.Method, refused.URL.Path, err)
		}
		if status != http.StatusBadRequest {
			return fmt.Errorf("%s %s is answered with %d: %s", refused.Method, refused.URL.Path, status, text)
		}
	}
	return expect(api, "Not started")
}

func run(api *api) error {
	if err := api.do("PUT", "/actions", `{"action_type": "InstanceStart"}`); err != nil {
		return err
	}
	return expect(api, "Running")
}

func pause(api *api) error {
	if err := api.do("PATCH", "/vm", `{"state": "Paused"}`); err != nil {
		return err
	}
	return expect(api, "Paused")
}

func resume(api *api) error {
	if err := api.do("PATCH", "/vm", `{"state": "Resumed"}`); err != nil {
		return err
	}
	return expect(api, "Running")
}

func expect(api *api, state string) error {
	var instance struct{ State string }
	if err := api.get("/", &instance); err != nil {
		return err
	}
	if instance.State != state {
		return fmt.Errorf("the state is %q", instance.State)
	}
	return nil
}

// As many at a time as the server serves, each many times.
func crowd(api *api, state string) error {
	const clients, rounds = 8, 25
	results := make(chan error, clients)
	for client := 0; client < clients; client++ {
		go func() {
			for round := 0; round < rounds; round++ {
				if err := expect(api, state); err != nil {
					results <- err
					return
				}
			}
			results <- nil
		}()
	}
	var first error
	for client := 0; client < clients; client++ {
		if err := <-results; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Every line of the file is an object of its own, and the one that was asked for is there when the answer is.
func flush(api *api, path string) error {
	if err := api.do("PUT", "/actions", `{"action_type": "FlushMetrics"}`); err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) < 2 {
		return errors.New("there is no second line")
	}
	for _, line := range lines {
		if !json.Valid([]byte(line)) {
			return fmt.Errorf("a line is no JSON: %s", line)
		}
	}
	return nil
}
