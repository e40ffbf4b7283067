#!/usr/bin/env python3
"""Writes model.json: the objects and paths of the NSX Policy API that the server knows, read from Broadcom's own Python client.

    pip download --no-deps vcf-nsx==9.1.1.0 && unzip -d sdk vcf_nsx-9.1.1.0-py3-none-any.whl
    python3 generate-model.py sdk/vcf/nsx && npx prettier --write model.json

The client (Apache-2.0) names each attribute's type in its binding and the constraints in its documentation. Which attributes are required,
and the defaults, it does not say in a form to be read: those are rows with their source in required.ts and defaults.ts.
"""
import json
import re
import sys
from pathlib import Path

SOURCE = 'vcf-nsx 9.1.1.0 (https://pypi.org/project/vcf-nsx/9.1.1.0/, Apache-2.0)'
ROOT = '/policy/api/v1'

# What a path may lead to. Everything these contain is taken along.
RESOURCES = '''
    Site EnforcementPoint PolicyTransportZone PolicyEdgeCluster PolicyEdgeNode Domain
    Tier0 Tier1 LocaleServices Tier0Interface Tier1Interface StaticRoutes PolicyNat PolicyNatRule
    Segment SegmentPort SegmentSecurityProfileBindingMap SegmentDiscoveryProfileBindingMap SegmentQosProfileBindingMap
    PortSecurityProfileBindingMap PortDiscoveryProfileBindingMap
    SegmentSecurityProfile SpoofGuardProfile IPDiscoveryProfile MacDiscoveryProfile QosProfile
    DhcpServerConfig DhcpRelayConfig DhcpStaticBindingConfig IpAddressPool IpAddressPoolSubnet IpAddressBlock
    Group Service ServiceEntry PolicyContextProfile SecurityPolicy GatewayPolicy Rule PolicyExcludeList
    Project Vpc VpcAttachment VpcConnectivityProfile VpcServiceProfile VpcSubnet TransitGateway GatewayConnection
    PolicyVpcNatRule TransitGatewayAttachment VpcIpAddressAllocation VpcSecurityProfile VpcSubnetPort NetworkSpan
'''.split()
EXTRA = ['VirtualMachine', 'VirtualMachineTagsUpdate', 'ExternalIDExpression']
BASE = 'PolicyConfigResource'
# Whole branches of the tree that hold such objects and are not served.
LEFT_OUT = r'alb-onboarding|deployment-zones|bridge-policies|manager-ip-pools|/tier-0s/\{\}/groups'
CONSTRAINTS = {
    'min': r'minimum allowable value must be >= (-?\d+)',
    'max': r'maximum allowable value must be <= (-?\d+)',
    'minLength': r'minimum length of the string must be\s+(\d+)',
    'maxLength': r'maximum length of the string must be\s+(\d+)',
}

sdk = Path(sys.argv[1])
source = (sdk / 'model_client.py').read_text()
declared = {m.group(1): m.start() for m in re.finditer(r'^class (\w+)\(VapiStruct\):', source, re.M)}


def text_of(name):
    """A class with its documentation, and its binding."""
    start = declared[name]
    binding = source.index(f'\n{name}._set_binding_type(', start)
    return source[start:binding], source[binding:source.index('\n\n\n', binding)]


def constants_of(name):
    return dict(re.findall(r'^    ([A-Z0-9_]+) = "([^"]*)"', text_of(name)[0], re.M))


def kind_of(binding):
    """string, integer, number, boolean, any, or the name of a class; whether a list."""
    listed = 'type.ListType(' in binding
    polymorphic = 'type.DynamicStructType(' in binding
    reference = re.search(r"type\.ReferenceType\((?:__name__|'vcf\.nsx\.model_client'), '(\w+)'\)", binding)
    primitive = re.search(r'type\.(String|Integer|Double|Boolean|DateTime|Opaque|Map)Type\(', binding)
    names = {'String': 'string', 'Integer': 'integer', 'Double': 'number', 'Boolean': 'boolean', 'DateTime': 'string'}
    kind = reference.group(1) if reference else names.get(primitive.group(1), 'any') if primitive else 'any'
    return kind, listed, polymorphic


def fields_of(name):
    documented, binding = text_of(name)
    documentation = {}
    for parameter, text in re.findall(r':param (\w+):(.*?)(?=\n        :type|\n        """)', documented, re.S):
        documentation[parameter] = text
    renamed = dict(re.findall(r"'(\w+)': '(\w+)',", documented[:documented.index('def __init__')]))
    fields = {}
    for field, bound in re.findall(r"^        '([\w$]+)': (type\..*),$", binding, re.M):
        kind, listed, polymorphic = kind_of(bound)
        text = documentation.get(renamed.get(field, field), '')
        row = {'kind': kind}
        if listed:
            row['list'] = True
        if polymorphic:
            row['oneOf'] = True
        for key, pattern in CONSTRAINTS.items():
            found = re.search(pattern, ' '.join(text.split()))
            if found and not polymorphic:
                row[key] = int(found.group(1))
        values = [(owner, constant) for owner, constant in re.findall(r'\*\s+vcf\.nsx\.model\.(\w+)\.([A-Z0-9_]+)', text) if owner in declared]
        if values:
            row['values'] = [constants_of(owner)[constant] for owner, constant in values]
        if 'Property is read-only' in text:
            row['readOnly'] = True
        if 'Items must be unique' in text:
            row['unique'] = True
        fields[field] = row
    return fields


def subtypes_of(base):
    """The concrete classes of an abstract one, which alone has their names as constants; and the field that tells them apart."""
    spelled = {name.lower(): name for name in declared}
    for field in ('resource_type', 'type'):
        values = [value for constant, value in constants_of(base).items() if constant.startswith(f'{field.upper()}_')]
        below = sorted(spelled[value.lower()] for value in values if value.lower() in spelled)
        if below and base not in below and (field == 'resource_type' or len(below) == len(values)):
            return {'by': field, 'names': below}
    return None


def closure():
    types, subtypes, left = {}, {}, [BASE, *RESOURCES, *EXTRA]
    while left:
        name = left.pop()
        if name in types or name not in declared:
            continue
        fields = {key: row for key, row in fields_of(name).items() if key not in ('_links', '_self', '_schema', 'children')}
        below = subtypes_of(name)
        if below:
            subtypes[name] = below
            left += below['names']
        if 'resource_type' in fields:
            fields['resource_type'].pop('values', None)
        types[name] = fields
        left += [row['kind'] for row in fields.values() if row['kind'][0].isupper()]
    base = types[BASE]
    for name, fields in types.items():
        resource = name != BASE and 'parent_path' in fields and all(key in fields for key in base)
        if resource:
            types[name] = {'fields': {key: row for key, row in sorted(fields.items()) if base.get(key) != row}, 'resource': True}
        else:
            types[name] = {'fields': dict(sorted(fields.items()))}
    return dict(sorted(types.items())), dict(sorted(subtypes.items()))


def paths(known):
    """Each path that leads to one object of a known type, with the methods it takes."""
    found = {}
    for file in sorted((sdk / 'policy').rglob('*_client.py')):
        text = file.read_text()
        outputs = dict(re.findall(r"^            '(\w+)': \{\n.*?\n +'output_type': (.*),$", text, re.M))
        for operation, method, template in re.findall(
            r"^        (\w+)_rest_metadata = OperationRestMetadata\(\n +http_method='(\w+)',\n +url_template='([^'?]+)',$", text, re.M
        ):
            if not re.match(ROOT + r'/(infra|orgs)(/|$)', template) or method == 'POST':
                continue
            bound = outputs.get(operation, '')
            body = re.search(rf'^        {operation}_input_type = .*?^        \}}\)', text, re.M | re.S)
            named = re.findall(r"'vcf\.nsx\.model_client', '(\w+)'\)", bound + (body.group(0) if body and method != 'GET' else ''))
            path = re.sub(r'\{\w+\}', '{}', template[len(ROOT):])
            if re.search(LEFT_OUT, path):
                continue
            entry = found.setdefault(path, {'types': set(), 'methods': set()})
            entry['methods'].add(method)
            entry['types'].update(name for name in named if name in known)
    return {
        path: {'type': sorted(entry['types'])[0], 'methods': sorted(entry['methods'])}
        for path, entry in sorted(found.items())
        if len(entry['types']) == 1 and sorted(entry['types'])[0] in RESOURCES
    }


types, subtypes = closure()
spelling = {
    python: wire
    for wire, python in re.findall(r"^        '(\w+)': type\.OptionalType\(type\.ReferenceType\(__name__, '(\w+)'\)\),$", source, re.M)
    if wire != python and wire.lower() == python.lower() and wire[0].isupper()
}
base = types.pop(BASE)['fields']
model = {
    'comment': 'Generated by generate-model.py, not to be edited.',
    'source': SOURCE,
    'base': base,
    'types': types,
    'subtypes': subtypes,
    'paths': paths(types),
}
text = json.dumps(model, indent=1)
# Wrappers of the hierarchical API name a type as it goes over the wire; the client's class names may differ in case.
for python, wire in spelling.items():
    text = text.replace(f'"{python}"', f'"{wire}"')
Path(__file__).with_name('model.json').write_text(text + '\n')
