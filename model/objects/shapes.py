"""Shapes: the fields of those parts of a Pod that podlaw keeps as plain data, so that a misspelt one is still found.

A row says `field:type`, a bare name stands for text; `[T]` is a list, `{T}` a mapping with free keys, a capital begins
the name of another row. The names and types are those of v1 (api/core/v1/types.go).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from attrs import frozen

Json = Any
"""A part of the API that podlaw keeps as it was written and never reads."""


@frozen
class Shape:
    """Marks an annotation: the value is plain data of this type, in the language of the rows below."""

    type: str


QuantityText = Annotated[str, Shape("quantity")]
"""The text of an amount; a manifest may also write it as a number."""

Affinity = Annotated[Json, Shape("Affinity")]
ContainerSecurityContext = Annotated[Json, Shape("SecurityContext")]
DNSConfig = Annotated[Json, Shape("DNSConfig")]
EnvFromSource = Annotated[Json, Shape("EnvFromSource")]
EnvVar = Annotated[Json, Shape("EnvVar")]
HostAlias = Annotated[Json, Shape("HostAlias")]
HTTPHeader = Annotated[Json, Shape("Pair")]
LabelSelector = Annotated[Json, Shape("LabelSelector")]
LocalReference = Annotated[Json, Shape("Name")]
PodOS = Annotated[Json, Shape("Name")]
PodResourceClaim = Annotated[Json, Shape("PodResourceClaim")]
PodSecurityContext = Annotated[Json, Shape("PodSecurityContext")]
ResourceClaim = Annotated[Json, Shape("ResourceClaim")]
TopologySpreadConstraint = Annotated[Json, Shape("TopologySpreadConstraint")]
Volume = Annotated[Json, Shape("Volume")]
VolumeDevice = Annotated[Json, Shape("VolumeDevice")]
VolumeMount = Annotated[Json, Shape("VolumeMount")]

_ROWS = {
    "Name": "name",
    "Pair": "name value",
    # containers
    "EnvVar": "name value valueFrom:EnvVarSource",
    "EnvVarSource": "configMapKeyRef:Key fieldRef:FieldRef fileKeyRef:FileKey resourceFieldRef:ResourceFieldRef"
    " secretKeyRef:Key",
    "EnvFromSource": "prefix configMapRef:Optional secretRef:Optional",
    "Key": "name key optional:bool",
    "FileKey": "volumeName path key optional:bool",
    "FieldRef": "apiVersion fieldPath",
    "ResourceFieldRef": "containerName resource divisor:quantity",
    "Optional": "name optional:bool",
    "ResourceClaim": "name request",
    "VolumeMount": "name mountPath readOnly:bool recursiveReadOnly subPath subPathExpr mountPropagation",
    "VolumeDevice": "name devicePath",
    # security
    "SecurityContext": "allowPrivilegeEscalation:bool appArmorProfile:Profile capabilities:Capabilities privileged:bool"
    " procMount readOnlyRootFilesystem:bool runAsGroup:int64 runAsNonRoot:bool runAsUser:int64 seLinuxOptions:SELinux"
    " seccompProfile:Profile windowsOptions:Windows",
    "PodSecurityContext": "appArmorProfile:Profile fsGroup:int64 fsGroupChangePolicy runAsGroup:int64 runAsNonRoot:bool"
    " runAsUser:int64 seLinuxChangePolicy seLinuxOptions:SELinux seccompProfile:Profile supplementalGroups:[int64]"
    " supplementalGroupsPolicy sysctls:[Pair] windowsOptions:Windows",
    "Profile": "type localhostProfile",
    "Capabilities": "add:[str] drop:[str]",
    "SELinux": "user role type level",
    "Windows": "gmsaCredentialSpecName gmsaCredentialSpec runAsUserName hostProcess:bool",
    # the Pod
    "DNSConfig": "nameservers:[str] searches:[str] options:[Pair]",
    "HostAlias": "ip hostnames:[str]",
    "PodResourceClaim": "name resourceClaimName resourceClaimTemplateName",
    "TopologySpreadConstraint": "maxSkew:int32 topologyKey whenUnsatisfiable labelSelector:LabelSelector"
    " minDomains:int32 nodeAffinityPolicy nodeTaintsPolicy matchLabelKeys:[str]",
    "LabelSelector": "matchLabels:{str} matchExpressions:[Requirement]",
    "Requirement": "key operator values:[str]",
    "Affinity": "nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAffinity",
    "NodeAffinity": "requiredDuringSchedulingIgnoredDuringExecution:NodeSelector"
    " preferredDuringSchedulingIgnoredDuringExecution:[PreferredNode]",
    "NodeSelector": "nodeSelectorTerms:[NodeSelectorTerm]",
    "NodeSelectorTerm": "matchExpressions:[Requirement] matchFields:[Requirement]",
    "PreferredNode": "weight:int32 preference:NodeSelectorTerm",
    "PodAffinity": "requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm]"
    " preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]",
    "PodAffinityTerm": "labelSelector:LabelSelector namespaces:[str] topologyKey namespaceSelector:LabelSelector"
    " matchLabelKeys:[str] mismatchLabelKeys:[str]",
    "WeightedPodAffinityTerm": "weight:int32 podAffinityTerm:PodAffinityTerm",
    # volumes
    "Volume": "name emptyDir:EmptyDir hostPath:HostPath configMap:ConfigMapVolume secret:SecretVolume"
    " downwardAPI:DownwardAPI projected:Projected persistentVolumeClaim:Claim ephemeral:Ephemeral image:ImageVolume"
    " nfs:NFS csi:CSI awsElasticBlockStore:any azureDisk:any azureFile:any cephfs:any cinder:any fc:any flexVolume:any"
    " flocker:any gcePersistentDisk:any gitRepo:any glusterfs:any iscsi:any photonPersistentDisk:any"
    " portworxVolume:any quobyte:any rbd:any scaleIO:any storageos:any vsphereVolume:any",
    "EmptyDir": "medium sizeLimit:quantity",
    "HostPath": "path type",
    "ConfigMapVolume": "name items:[KeyToPath] defaultMode:int32 optional:bool",
    "SecretVolume": "secretName items:[KeyToPath] defaultMode:int32 optional:bool",
    "KeyToPath": "key path mode:int32",
    "DownwardAPI": "items:[DownwardAPIFile] defaultMode:int32",
    "DownwardAPIFile": "path fieldRef:FieldRef resourceFieldRef:ResourceFieldRef mode:int32",
    "Projected": "sources:[Projection] defaultMode:int32",
    "Projection": "secret:ProjectedKeys configMap:ProjectedKeys downwardAPI:ProjectedDownwardAPI"
    " serviceAccountToken:Token clusterTrustBundle:TrustBundle podCertificate:any",
    "ProjectedKeys": "name items:[KeyToPath] optional:bool",
    "ProjectedDownwardAPI": "items:[DownwardAPIFile]",
    "Token": "audience expirationSeconds:int64 path",
    "TrustBundle": "name signerName labelSelector:LabelSelector optional:bool path",
    "Claim": "claimName readOnly:bool",
    "Ephemeral": "volumeClaimTemplate:ClaimTemplate",
    "ClaimTemplate": "metadata:any spec:ClaimSpec",
    "ClaimSpec": "accessModes:[str] selector:LabelSelector resources:ClaimResources volumeName storageClassName"
    " volumeMode dataSource:any dataSourceRef:any volumeAttributesClassName",
    "ClaimResources": "requests:{quantity} limits:{quantity}",
    "ImageVolume": "reference pullPolicy",
    "NFS": "server path readOnly:bool",
    "CSI": "driver readOnly:bool fsType volumeAttributes:{str} nodePublishSecretRef:Name",
    # volumes of the cluster
    "LocalVolume": "path fsType",
    "PersistentCSI": "driver volumeHandle readOnly:bool fsType volumeAttributes:{str} controllerPublishSecretRef:any"
    " nodeStageSecretRef:any nodePublishSecretRef:any controllerExpandSecretRef:any nodeExpandSecretRef:any",
    "Topology": "matchLabelExpressions:[TopologyRequirement]",
    "TopologyRequirement": "key values:[str]",
}


@cache
def fields_of(row: str) -> Mapping[str, str]:
    """The fields of a row and the type of each."""
    pairs = (entry.partition(":") for entry in _ROWS[row].split())
    return {name: kind or "str" for name, _, kind in pairs}
