//go:build js && wasm

// Command wasm gives a page the model as two functions of JavaScript, both of
// which return JSON:
//
//	cascadeMenu()            what there is to choose from
//	cascadeAnswer(choice)    what follows from a choice, itself JSON
package main

import (
	"runtime/debug"
	"syscall/js"

	"github.com/targetcascade/cascade/examples/playground/model"
)

func main() {
	debug.SetGCPercent(400) // collects less often: an answer leaves little behind
	m, err := model.New()
	if err != nil {
		panic(err)
	}
	js.Global().Set("cascadeMenu", js.FuncOf(func(js.Value, []js.Value) any { return string(m.Menu()) }))
	js.Global().Set("cascadeAnswer", js.FuncOf(func(_ js.Value, choice []js.Value) any {
		return string(m.Answer([]byte(choice[0].String())))
	}))
	select {} // the functions are called until the page is closed
}
