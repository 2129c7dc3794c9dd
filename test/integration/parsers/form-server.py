"""Reads forms with the parser that is named first, and answers with what it made of them. Prints its port."""

import base64
import io
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


def part(name, filename, kind, content):
    return {
        "name": name,
        "filename": filename,
        "type": kind,
        "base64": base64.b64encode(content).decode("ascii"),
    }


def by_werkzeug(headers, body):
    from werkzeug.formparser import parse_form_data

    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": headers["content-type"],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    _, fields, files = parse_form_data(environ)
    return [
        part(name, None, None, value.encode("utf-8"))
        for name, value in fields.items(multi=True)
    ] + [
        part(name, one.filename, one.content_type, one.read())
        for name, one in files.items(multi=True)
    ]


def by_python_multipart(headers, body):
    import multipart

    seen = []

    def text(value):
        return None if value is None else value.decode("utf-8", "replace")

    def on_field(field):
        seen.append(part(text(field.field_name), None, None, field.value or b""))

    def on_file(one):
        one.file_object.seek(0)
        seen.append(part(text(one.field_name), text(one.file_name), None, one.file_object.read()))

    given = {"Content-Type": headers["content-type"], "Content-Length": str(len(body))}
    multipart.parse_form(given, io.BytesIO(body), on_field, on_file)
    return seen


PARSE = {"werkzeug": by_werkzeug, "python-multipart": by_python_multipart}[sys.argv[1]]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            seen = PARSE(self.headers, body)
        except Exception as error:
            seen = {"error": f"{type(error).__name__}: {error}"}
        answer = json.dumps(seen).encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
