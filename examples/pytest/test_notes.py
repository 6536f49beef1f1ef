"""python3 -m unittest, or pytest"""
import json
import subprocess
import unittest
from urllib.request import Request, urlopen


class NotesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        line = ["appwrite-cli", "sandbox", "start", "--json", "--quiet", "--project-file", "../appwrite.json"]
        cls.process = subprocess.Popen(line, stdout=subprocess.PIPE)
        cls.sandbox = json.loads(cls.process.stdout.readline())

    @classmethod
    def tearDownClass(cls):
        cls.process.terminate()
        cls.process.wait()
        cls.process.stdout.close()

    def setUp(self):
        self.send("POST", "/sandbox/reset", {})

    def send(self, method, path, body=None):
        request = Request(self.sandbox["endpoint"] + path, method=method)
        request.add_header("X-Appwrite-Project", self.sandbox["project"])
        request.add_header("X-Appwrite-Key", self.sandbox["apiKey"])
        request.add_header("Content-Type", "application/json")
        data = None if body is None else json.dumps(body).encode()
        with urlopen(request, data) as response:
            return json.load(response)

    def count(self):
        return self.send("GET", "/databases/main/collections/notes/documents")["total"]

    def test_writes_a_note(self):
        note = {"documentId": "first", "data": {"text": "Buy milk"}}
        self.send("POST", "/databases/main/collections/notes/documents", note)
        self.assertEqual(self.count(), 1)

    def test_begins_without_notes(self):
        self.assertEqual(self.count(), 0)
