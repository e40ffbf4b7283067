"""Reads all objects of a server of the Policy API with Broadcom's own client, and holds each against the client's type for it.

usage: read-all.py <url> <type>[=<type to hold it against>] ...
Prints, as JSON, how many objects of each type were read, and what the client has against which.
"""

import json
import sys

import requests
from vcf.nsx import model_client
from vcf.nsx.policy.api.v1.search_client import Query
from vmware.vapi.lib.connect import get_requests_connector
from vmware.vapi.stdlib.client.factories import StubConfigurationFactory

url, *types = sys.argv[1:]
connector = get_requests_connector(requests.Session(), msg_protocol="rest", url=url)
query = Query(StubConfigurationFactory.new_std_configuration(connector))
[search] = [getattr(query, name) for name in dir(query) if not name.startswith("_") and name.endswith("search")]

# A word such as QoS is spelt differently as the name of a class.
classes = {name.lower(): of for name, of in vars(model_client).items() if isinstance(of, type)}


def hold(found, of):
    found.convert_to(of).validate_constraints()
    known = of.get_binding_type().get_field_names()
    unknown = [name for name in found.get_struct_value().get_field_names() if name not in known]
    if unknown:
        raise ValueError("it has no " + ", ".join(unknown))


counts, faults = {}, []
for each in types:
    name, _, other = each.partition("=")
    results = search(query="resource_type:" + name).results or []
    counts[name] = len(results)
    for found in results:
        try:
            hold(found, classes[(other or name).lower()])
        except Exception as fault:  # whatever it has against the object is what is asked
            faults.append("%s: %s" % (name, fault))
print(json.dumps({"counts": counts, "faults": faults}))
