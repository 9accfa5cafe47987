package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed page
var assets embed.FS

// A view is what the template of the page shows.
type view struct {
	Policy   string
	Style    string
	Script   string
	Runtime  string // the Go project's wasm_exec.js
	Compiled string // the library: WebAssembly, compressed by gzip, in base 64
}

// build compiles the library and puts everything into one page. It needs the
// go command and the source of this module.
func build() ([]byte, error) {
	compiled, err := compile()
	if err != nil {
		return nil, err
	}
	runtime, err := wasmExec()
	if err != nil {
		return nil, err
	}
	style, err := assets.ReadFile("page/style.css")
	if err != nil {
		return nil, err
	}
	script, err := assets.ReadFile("page/app.js")
	if err != nil {
		return nil, err
	}

	t, err := template.ParseFS(assets, "page/page.html")
	if err != nil {
		return nil, err
	}
	// Nothing can be loaded. The style and the scripts are known by their hashes.
	policy := fmt.Sprintf("default-src 'none'; style-src %s; script-src %s %s 'wasm-unsafe-eval'; ",
		hash(style), hash(runtime), hash(script))
	var page bytes.Buffer
	err = t.Execute(&page, view{
		Policy: policy + "img-src data:; base-uri 'none'; form-action 'none'",
		Style:  string(style), Script: string(script), Runtime: string(runtime),
		Compiled: base64.StdEncoding.EncodeToString(compiled),
	})
	return page.Bytes(), err
}

// hash is how a content security policy names a text.
func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// compile builds the package wasm and compresses it.
func compile() ([]byte, error) {
	dir, err := os.MkdirTemp("", "playground")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)

	file := filepath.Join(dir, "cascade.wasm")
	command := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", file, "./wasm")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOWORK=off")
	if out, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w; run it in examples/playground of the library\n%s", err, out)
	}
	program, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}

	var compressed bytes.Buffer
	w, err := gzip.NewWriterLevel(&compressed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(program); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return compressed.Bytes(), nil
}

// wasmExec is the script that runs programs of the installed Go.
func wasmExec() ([]byte, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	return os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
}
