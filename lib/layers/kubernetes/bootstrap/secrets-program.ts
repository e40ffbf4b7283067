/**
 * The program that fetches a node's secrets: Python, which a node has because cloud-init is written in it, and no more than its standard
 * library. It looks the wrapping token up before it uses it, as Vault advises: a token that was used or made elsewhere is found out
 * (developer.hashicorp.com/vault/docs/concepts/response-wrapping, "Response wrapping token validation").
 */
export const SECRETS_PROGRAM = String.raw`#!/usr/bin/env python3
"""Fetches the secrets of this node from Vault and writes them to its files: strata-secrets PLAN TOKEN-FILE"""
import base64
import json
import os
import re
import ssl
import sys
import time
import urllib.error
import urllib.request

PATIENCE = 600
CREATED_BY = re.compile(r"^auth/token/create(-orphan|/[^/]+)?$")
REFERENCE = re.compile(r"@secret:([A-Za-z0-9._/-]+)(\|base64)?@")
JOIN_TOKEN = re.compile(r"^[a-z0-9]{6}\.[a-z0-9]{16}$")


def fail(message):
    sys.exit("strata-secrets: " + message)


class Vault:
    def __init__(self, plan):
        self.address = plan["address"]
        self.namespace = plan.get("namespace")
        tls = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=plan.get("caFile")))
        self.opener = urllib.request.build_opener(tls)

    def call(self, method, path, token=None, body=None):
        headers = {"X-Vault-Request": "true", "Content-Type": "application/json"}
        if token is not None:
            headers["X-Vault-Token"] = token
        if self.namespace is not None:
            headers["X-Vault-Namespace"] = self.namespace
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + "/v1/" + path, data=data, headers=headers, method=method)
        with self.opener.open(request, timeout=30) as response:
            text = response.read()
        return json.loads(text) if text else {}

    def patiently(self, method, path, token=None):
        """For what can be asked twice: a wrapping token cannot."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.call(method, path, token)
            except urllib.error.HTTPError as error:
                if error.code < 500 or time.monotonic() > deadline:
                    raise
                reason = error
            except (urllib.error.URLError, OSError) as error:
                if isinstance(getattr(error, "reason", None), ssl.SSLCertVerificationError):
                    fail("the certificate of %s is not trusted: %s" % (self.address, error.reason))
                if time.monotonic() > deadline:
                    fail("%s does not answer: %s" % (self.address, error))
                reason = error
            print("strata-secrets: waiting for %s: %s" % (self.address, reason), flush=True)
            time.sleep(5)

    def unwrap(self, wrapping):
        self.patiently("GET", "sys/health?standbyok=true&perfstandbyok=true")
        try:
            found = self.call("POST", "sys/wrapping/lookup", body={"token": wrapping})
        except urllib.error.HTTPError as error:
            fail(
                "the wrapping token is not valid (HTTP %d): it has expired, or somebody has used it. "
                "If this node had none before, take the secrets behind it as leaked" % error.code
            )
        path = found["data"]["creation_path"]
        if not CREATED_BY.match(path):
            fail("the wrapping token wraps an answer of %s, and no token of Vault: take it as forged" % path)
        answer = self.call("POST", "sys/wrapping/unwrap", token=wrapping)
        return answer["auth"]["client_token"]

    def read(self, path, token):
        try:
            return self.patiently("GET", path, token)["data"]["data"]
        except urllib.error.HTTPError as error:
            fail("cannot read %s (HTTP %d): it has to be there, and the policy of the token has to let it be read" % (path, error.code))


def checked(name, value):
    if not isinstance(value, str) or not value.strip():
        fail("the store has no %s" % name)
    if name == "token" and not JOIN_TOKEN.match(value):
        fail("token is no bootstrap token, which has six and sixteen letters or digits with a dot between; kubeadm token generate makes one")
    if name.endswith(".crt") and "BEGIN CERTIFICATE" not in value:
        fail("%s is no certificate in PEM" % name)
    if name == "encryption.key":
        try:
            size = len(base64.b64decode(value, validate=True))
        except ValueError:
            size = 0
        if size != 32:
            fail("encryption.key has to be 32 bytes in base64")
    return value


def write(path, mode, text):
    os.makedirs(os.path.dirname(path), mode=0o755, exist_ok=True)
    draft = path + ".new"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    os.chmod(draft, mode)
    os.rename(draft, path)


def main(plan_path, token_path):
    os.umask(0o022)
    with open(plan_path) as file:
        plan = json.load(file)
    with open(token_path) as file:
        wrapping = file.read().strip()
    os.unlink(token_path)
    if not wrapping:
        fail("the VM was given no wrapping token: add one for this node to %s, and replace the VM" % plan["tokens"])
    vault = Vault(plan)
    token = vault.unwrap(wrapping)
    secrets = {}
    for path in plan["reads"]:
        secrets.update(vault.read(path, token))

    def secret(match):
        value = checked(match.group(1), secrets.get(match.group(1)))
        return base64.b64encode(value.encode()).decode() if match.group(2) else value

    for file in plan["files"]:
        if "field" in file:
            text = checked(file["field"], secrets.get(file["field"]))
        else:
            with open(file["template"]) as template:
                text = REFERENCE.sub(secret, template.read())
        write(file["path"], int(file["mode"], 8), text)
    try:
        vault.call("POST", "auth/token/revoke-self", token=token)
    except (urllib.error.URLError, OSError) as error:
        print("strata-secrets: the token was not given back, and ends by itself: %s" % error, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
`;
