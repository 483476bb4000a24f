using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>What an assembly file says of itself, read without loading it.</summary>
internal sealed class PortableAssembly : IDisposable
{
    // ECMA-335, III.3.19 and III.4.2: call and callvirt, each before the token of a method.
    private const byte Call = 0x28;
    private const byte CallVirtual = 0x6F;

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
    public IReadOnlyList<string> UsedMembers => [.. metadata.MemberReferences.Select(MemberName)];

    /// <summary>The text literals in its code.</summary>
    public IEnumerable<string> Literals
    {
        get
        {
            for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
                yield return metadata.GetUserString(handle);
        }
    }

    /// <summary>
    /// The types, nested ones as the outermost, of which a method calls a member that begins so, as <see cref="UsedMembers"/>
    /// says it.
    /// </summary>
    public IReadOnlyList<string> CallersOf(string start)
    {
        var tokens = metadata.MemberReferences.Where(handle => MemberName(handle).StartsWith(start, StringComparison.Ordinal))
            .Select(static handle => (EntityHandle)handle).ToHashSet();
        for (int row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var generic = MetadataTokens.MethodSpecificationHandle(row);
            if (tokens.Contains(metadata.GetMethodSpecification(generic).Method)) tokens.Add(generic);
        }

        var calls = tokens.SelectMany(static token => new byte[][] { [Call, .. Bytes(token)], [CallVirtual, .. Bytes(token)] })
            .ToList();
        return
        [
            .. metadata.TypeDefinitions.Where(
                type => metadata.GetTypeDefinition(type).GetMethods()
                    .Any(method => Body(method) is { } code && calls.Exists(call => code.AsSpan().IndexOf(call) >= 0)))
                .Select(Outermost).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
    }

    public void Dispose() => file.Dispose();

    private static byte[] Bytes(EntityHandle token) => BitConverter.GetBytes(MetadataTokens.GetToken(token));

    private byte[]? Body(MethodDefinitionHandle method) =>
        metadata.GetMethodDefinition(method).RelativeVirtualAddress is var address and not 0
            ? file.GetMethodBody(address).GetILBytes()
            : null;

    private string Outermost(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : metadata.GetString(type.Name);
    }

    private string MemberName(MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        return $"{Parent(member.Parent)}.{metadata.GetString(member.Name)}";
    }

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
