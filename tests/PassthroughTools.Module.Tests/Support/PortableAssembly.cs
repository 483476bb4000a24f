using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>What an assembly file says of itself, read without loading it.</summary>
internal sealed class PortableAssembly : IDisposable
{
    private readonly PEReader file;
    private readonly MetadataReader metadata;

    public PortableAssembly(string path)
    {
        file = new PEReader(File.OpenRead(path));
        metadata = file.GetMetadataReader();
    }

    /// <summary>The assemblies that it needs.</summary>
    public IReadOnlyList<AssemblyName> References =>
        [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];

    /// <summary>The members of other assemblies that it uses, as Namespace.Type.Member.</summary>
    public IReadOnlyList<string> UsedMembers => [.. metadata.MemberReferences.Select(metadata.GetMemberReference).Select(member => $"{Parent(member.Parent)}.{metadata.GetString(member.Name)}")];

    public void Dispose() => file.Dispose();

    private string Parent(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                var type = metadata.GetTypeReference((TypeReferenceHandle)handle);
                return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
            case HandleKind.TypeSpecification:
                // A generic type: its definition stands after the signature's first two bytes (GENERICINST, CLASS or VALUETYPE).
                var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                if (signature.Length < 3 || signature.ReadByte() != (byte)SignatureTypeCode.GenericTypeInstance) return "";
                signature.ReadByte();
                var definition = signature.ReadTypeHandle();
                return definition.Kind == HandleKind.TypeReference ? Parent(definition) : "";
            default:
                return "";
        }
    }
}
