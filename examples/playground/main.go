// Playground serves one page in which a target is handed down, judged and
// ranked by the library itself, compiled to WebAssembly:
//
//	go run .              serve the page on this machine, until stopped
//	go run . -port 0      the same, on a port that is free
//	go run . -o DIR       write it to DIR/index.html, for any web server
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

func main() {
	dir := flag.String("o", "", "`directory` to write index.html to; empty serves the page")
	port := flag.Int("port", 8080, "`number` of the port to serve it on; 0 chooses a free one")
	flag.Parse()
	if err := run(*dir, *port); err != nil {
		fmt.Fprintln(os.Stderr, "playground:", err)
		os.Exit(1)
	}
}

func run(dir string, port int) error {
	page, err := build()
	if err != nil {
		return err
	}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, "index.html"), page, 0o644)
	}

	// Only this machine can reach the loopback address.
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("%w; -port 0 chooses a free port", err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	server := http.Server{Handler: handler(page), ReadHeaderTimeout: 10 * time.Second}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func handler(page []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		w.Write(page)
	})
}
