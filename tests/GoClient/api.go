package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// An api is a client of the socket that counts its connections.
type api struct {
	client *http.Client
	dials  atomic.Int64
}

func newAPI(socket string) *api {
	a := &api{}
	a.client = &http.Client{
		Timeout: patience,
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				connection, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
				if err == nil {
					a.dials.Add(1)
				}
				return connection, err
			},
			ExpectContinueTimeout: patience,
			IdleConnTimeout:       time.Minute,
		},
	}
	return a
}

// Makes a request and gives back the status and the body, read to the end so that the connection can be used again.
func (a *api) ask(request *http.Request) (int, string, error) {
	response, err := a.client.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

func newRequest(method, path, body string) *http.Request {
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	request, err := http.NewRequest(method, "http://localhost"+path, reader)
	if err != nil {
		panic(err)
	}
	request.Header.Set("Accept", "application/json")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	return request
}

// Makes a request that must be carried out.
func (a *api) do(method, path, body string) error {
	status, text, err := a.ask(newRequest(method, path, body))
	if err == nil && status != http.StatusNoContent {
		err = fmt.Errorf("%s %s is answered with %d: %s", method, path, status, text)
	}
	return err
}

// Asks for an object.
func (a *api) get(path string, object any) error {
	status, text, err := a.ask(newRequest("GET", path, ""))
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("GET %s is answered with %d: %s", path, status, text)
	}
	if err == nil && object != nil {
		err = json.Unmarshal([]byte(text), object)
	}
	return err
}

func (a *api) dialed(count int64) error {
	if made := a.dials.Load(); made != count {
		return fmt.Errorf("%d connections were made, not %d", made, count)
	}
	return nil
}
