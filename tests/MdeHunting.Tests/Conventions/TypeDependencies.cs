using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace MdeHunting.Tests.Conventions;

/// <summary>
/// Which type of an assembly names which other type, its own or another's, read from its metadata and from the code of its methods (ECMA-335, partitions II
/// and III).
/// </summary>
internal sealed partial class TypeDependencies
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes)
        .GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => (int)(ushort)code.Value, static code => code.OperandType);

    private readonly MetadataReader metadata;
    private readonly PEReader file;
    private readonly Decoder decoder;
    private readonly Dictionary<string, TypeDefinitionHandle> byName;
    private readonly HashSet<TypeDefinitionHandle> named = [];
    private readonly HashSet<string> namedOutside = [];

    private TypeDependencies(PEReader file)
    {
        this.file = file;
        metadata = file.GetMetadataReader();
        decoder = new Decoder(this);
        byName = metadata
            .TypeDefinitions.Where(handle => metadata.GetTypeDefinition(handle).GetDeclaringType().IsNil)
            .ToDictionary(FullName, StringComparer.Ordinal);
    }

    /// <summary>
    /// Which top-level types each top-level type of an assembly names, by their full names without type parameters; a nested type counts as its outermost one,
    /// and other assemblies' types are among them.
    /// </summary>
    /// <param name="path">The assembly's path.</param>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return new TypeDependencies(file).Read();
    }

    private Dictionary<string, IReadOnlySet<string>> Read()
    {
        var needs = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeDefinitions)
        {
            named.Clear();
            namedOutside.Clear();
            NameAllOf(handle);
            var from = Outermost(handle);
            if (!needs.TryGetValue(from, out var to))
            {
                needs[from] = to = new HashSet<string>(StringComparer.Ordinal);
            }

            to.UnionWith(named.Select(Outermost).Where(name => name != from));
            to.UnionWith(namedOutside);
        }

        return needs.ToDictionary(static pair => pair.Key, static pair => (IReadOnlySet<string>)pair.Value, StringComparer.Ordinal);
    }

    private string Outermost(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return FullName(type).Split('`')[0];
    }

    private string FullName(TypeDefinitionHandle handle) => FullName(metadata.GetTypeDefinition(handle));

    private string FullName(TypeDefinition type) =>
        type.Namespace.IsNil ? metadata.GetString(type.Name) : $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

    private void NameAllOf(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        Name(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            Name(metadata.GetInterfaceImplementation(implementation).Interface);
        }

        foreach (var parameter in type.GetGenericParameters())
        {
            NameConstraints(parameter);
        }

        NameAttributes(type.GetCustomAttributes());
        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition))
        {
            field.DecodeSignature(decoder, null);
            NameAttributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(metadata.GetPropertyDefinition))
        {
            NameAttributes(property.GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            method.DecodeSignature(decoder, null);
            NameAttributes(method.GetCustomAttributes());
            foreach (var parameter in method.GetGenericParameters())
            {
                NameConstraints(parameter);
            }

            if (method.RelativeVirtualAddress != 0)
            {
                NameBody(file.GetMethodBody(method.RelativeVirtualAddress));
            }
        }
    }

    private void NameConstraints(GenericParameterHandle handle)
    {
        foreach (var constraint in metadata.GetGenericParameter(handle).GetConstraints())
        {
            Name(metadata.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private void NameAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(metadata.GetCustomAttribute))
        {
            Name(attribute.Constructor);

            // A type among the arguments is its full name as text, behind a length that may be a letter itself (ECMA-335, II.23.3).
            foreach (Match name in TypeName().Matches(Encoding.UTF8.GetString(metadata.GetBlobBytes(attribute.Value))))
            {
                if (byName.TryGetValue(name.Value, out var type) || byName.TryGetValue(name.Value[1..], out type))
                {
                    named.Add(type);
                }
            }
        }
    }

    private void NameBody(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(decoder, null);
        }

        foreach (var region in body.ExceptionRegions)
        {
            Name(region.CatchType);
        }

        var code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            if (value == 0xFE)
            {
                value = value << 8 | code.ReadByte();
            }

            switch (Operands[value])
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Name(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    private void Name(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                named.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeReference:
                NameOutside((TypeReferenceHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(decoder, null);
                break;
            case HandleKind.FieldDefinition:
                named.Add(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MethodDefinition:
                named.Add(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                Name(metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                var method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Name(method.Method);
                method.DecodeSignature(decoder, null);
                break;
        }
    }

    private void NameOutside(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        namedOutside.Add($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name).Split('`')[0]}");
    }

    [GeneratedRegex(@"[A-Za-z_][\w.`]*")]
    private static partial Regex TypeName();

    /// <summary>Names every type that a signature has.</summary>
    private sealed class Decoder(TypeDependencies owner) : ISignatureTypeProvider<int, object?>
    {
        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            owner.named.Add(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        {
            owner.Name(handle);
            return 0;
        }

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            owner.NameOutside(handle);
            return 0;
        }
    }
}
