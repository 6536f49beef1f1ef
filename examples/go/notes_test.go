// go test -count=1
package notes

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"testing"
)

var sandbox struct{ Endpoint, Project, APIKey string }

func TestMain(m *testing.M) {
	command := exec.Command("appwrite-cli", "sandbox", "start", "--json", "--quiet", "--project-file", "../appwrite.json")
	output, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err == nil {
		err = json.NewDecoder(output).Decode(&sandbox)
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	_ = command.Process.Signal(os.Interrupt)
	_ = command.Wait()
	os.Exit(code)
}

func send(t *testing.T, method, path string, body any) (answer struct{ Total int }) {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(method, sandbox.Endpoint+path, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Appwrite-Project", sandbox.Project)
	request.Header.Set("X-Appwrite-Key", sandbox.APIKey)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		t.Fatalf("%s %s: %s", method, path, response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

const notes = "/databases/main/collections/notes/documents"

func TestWritesANote(t *testing.T) {
	send(t, "POST", "/sandbox/reset", struct{}{})
	send(t, "POST", notes, map[string]any{"documentId": "first", "data": map[string]any{"text": "Buy milk"}})
	if count := send(t, "GET", notes, nil).Total; count != 1 {
		t.Errorf("%d notes, not 1", count)
	}
}

func TestBeginsWithoutNotes(t *testing.T) {
	send(t, "POST", "/sandbox/reset", struct{}{})
	if count := send(t, "GET", notes, nil).Total; count != 0 {
		t.Errorf("%d notes, not 0", count)
	}
}
