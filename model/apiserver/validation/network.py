"""Network: names, name servers and host aliases of a Pod (VAL validatePodDNSConfig, validateHostAliases)."""

from __future__ import annotations

from ipaddress import ip_address

from ...objects.pod import PodSpec
from .field_error import Errors, FieldError, invalid, one_of, required
from .names import dns_label, dns_subdomain

POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
MOST_NAMESERVERS = 3
MOST_SEARCHES = 32


def validate_network(spec: PodSpec) -> Errors:
    for field in ("hostname", "subdomain"):
        if name := getattr(spec, field):
            yield from invalid(f"spec.{field}", dns_label(name))
    yield from one_of("spec.dnsPolicy", spec.dnsPolicy, POLICIES)
    yield from _validate_dns(spec)
    for index, alias in enumerate(spec.hostAliases):
        yield from _validate_address(alias.get("ip", ""), f"spec.hostAliases[{index}].ip")
        for number, name in enumerate(alias.get("hostnames", ())):
            yield from invalid(f"spec.hostAliases[{index}].hostnames[{number}]", dns_subdomain(name))
    if spec.hostUsers is False:
        for field in ("hostNetwork", "hostPID", "hostIPC"):
            if getattr(spec, field):
                yield FieldError("Forbidden", f"spec.{field}", "when `hostUsers` is false")
    if spec.shareProcessNamespace and spec.hostPID:
        detail = "ShareProcessNamespace and HostPID cannot both be enabled"
        yield FieldError("Invalid", "spec.securityContext.shareProcessNamespace", detail)


def _validate_dns(spec: PodSpec) -> Errors:
    config = spec.dnsConfig or {}
    servers = config.get("nameservers", ())
    if spec.dnsPolicy == "None":
        if spec.dnsConfig is None:
            yield required("spec.dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None")
        elif not servers:
            detail = "must provide at least one DNS nameserver when `dnsPolicy` is None"
            yield required("spec.dnsConfig.nameservers", detail)
    if len(servers) > MOST_NAMESERVERS:
        detail = f"must not have more than {MOST_NAMESERVERS} nameservers"
        yield FieldError("Invalid", "spec.dnsConfig.nameservers", detail)
    for index, server in enumerate(servers):
        yield from _validate_address(server, f"spec.dnsConfig.nameservers[{index}]")
    if len(config.get("searches", ())) > MOST_SEARCHES:
        detail = f"must not have more than {MOST_SEARCHES} search paths"
        yield FieldError("Invalid", "spec.dnsConfig.searches", detail)
    for index, option in enumerate(config.get("options", ())):
        if not option.get("name"):
            yield required(f"spec.dnsConfig.options[{index}]", "must not be empty")


def _validate_address(text: str, field: str) -> Errors:
    try:
        ip_address(text)
    except ValueError:
        yield FieldError("Invalid", field, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
