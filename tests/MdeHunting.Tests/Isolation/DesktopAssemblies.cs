using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Isolation;

/// <summary>
/// The assemblies that Windows PowerShell would load, read as files: what the package has of its edition, .NET Framework 4.7.2 and the engine.
/// </summary>
internal sealed class DesktopAssemblies : IDisposable
{
    private readonly Dictionary<string, PEReader> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _shipped = [];
    private readonly List<string> _newer = [];

    public DesktopAssemblies()
    {
        // What comes first is what answers: the framework's own, unless it is older than what is asked for.
        var framework = ModuleSetup.Metadata("DesktopFramework", typeof(DesktopAssemblies).Assembly);
        foreach (var file in Directory.GetFiles(framework, "*.dll").Concat(Directory.GetFiles(Path.Combine(framework, "Facades"), "*.dll")))
        {
            Add(file);
        }

        Add(Path.Combine(ModuleSetup.Metadata("DesktopEngine", typeof(DesktopAssemblies).Assembly), "System.Management.Automation.dll"));
        foreach (var file in Directory.GetFiles(ModuleSetup.PrivateFolderOf("net472"), "*.dll", SearchOption.AllDirectories).Append(ModuleSetup.PublicAssembly))
        {
            _shipped.Add(Path.GetFileNameWithoutExtension(file));
            if (Version(Path.GetFileNameWithoutExtension(file)) is { } framework472 && framework472 < AssemblyName.GetAssemblyName(file).Version)
            {
                Replace(file);
            }
            else
            {
                Add(file);
            }
        }
    }

    /// <summary>The names of what the package has.</summary>
    public IReadOnlyList<string> Shipped => _shipped;

    /// <summary>Those of the shipped ones that the framework has an older one of.</summary>
    public IReadOnlyList<string> Newer => _newer;

    /// <summary>What an assembly references.</summary>
    public IEnumerable<AssemblyName> References(string name)
    {
        var reader = Reader(name);
        return reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle).GetAssemblyName());
    }

    /// <summary>The types that an assembly defines itself, and does not only forward.</summary>
    public IReadOnlyList<string> OwnTypes(string name)
    {
        var reader = Reader(name);
        return
        [
            .. reader
                .TypeDefinitions.Select(reader.GetTypeDefinition)
                .Where(type => (type.Attributes & TypeAttributes.Public) != 0)
                .Select(type => reader.GetString(type.Name)),
        ];
    }

    /// <summary>The version of an assembly; null where there is none of that name.</summary>
    public Version? Version(string name) => _files.ContainsKey(name) ? Reader(name).GetAssemblyDefinition().Version : null;

    /// <summary>The types of an assembly that another one names, and the members of them, which do not exist.</summary>
    public IEnumerable<string> Unresolved(string name)
    {
        var reader = Reader(name);
        foreach (var handle in reader.TypeReferences)
        {
            var type = reader.GetTypeReference(handle);
            if (
                type.ResolutionScope.Kind == HandleKind.AssemblyReference
                && Find(Name(reader, type.ResolutionScope), reader.GetString(type.Namespace), reader.GetString(type.Name)) is null
            )
            {
                yield return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
            }
        }

        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (
                member.Parent.Kind != HandleKind.TypeReference
                || reader.GetTypeReference((TypeReferenceHandle)member.Parent) is not { ResolutionScope.Kind: HandleKind.AssemblyReference } type
            )
            {
                continue;
            }

            var (space, typeName, memberName) = (reader.GetString(type.Namespace), reader.GetString(type.Name), reader.GetString(member.Name));
            if (Find(Name(reader, type.ResolutionScope), space, typeName) is { } found && !Has(found.Reader, found.Type, memberName))
            {
                yield return $"{space}.{typeName}.{memberName}";
            }
        }
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private static string Name(MetadataReader reader, EntityHandle scope) => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);

    private bool Has(MetadataReader reader, TypeDefinition type, string member)
    {
        if (
            type.GetMethods().Any(method => reader.StringComparer.Equals(reader.GetMethodDefinition(method).Name, member))
            || type.GetFields().Any(field => reader.StringComparer.Equals(reader.GetFieldDefinition(field).Name, member))
        )
        {
            return true;
        }

        // A member may be that of a base class; one of a generic base is taken as there.
        return type.BaseType.Kind switch
        {
            HandleKind.TypeDefinition => Has(reader, reader.GetTypeDefinition((TypeDefinitionHandle)type.BaseType), member),
            HandleKind.TypeReference
                when reader.GetTypeReference((TypeReferenceHandle)type.BaseType) is { ResolutionScope.Kind: HandleKind.AssemblyReference } parent => Find(
                Name(reader, parent.ResolutionScope),
                reader.GetString(parent.Namespace),
                reader.GetString(parent.Name)
            )
                is not { } found
                || Has(found.Reader, found.Type, member),
            HandleKind.TypeSpecification => true,
            _ => false,
        };
    }

    private (MetadataReader Reader, TypeDefinition Type)? Find(string assembly, string space, string name)
    {
        if (!_files.ContainsKey(assembly))
        {
            return null;
        }

        var reader = Reader(assembly);
        foreach (var type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if (reader.StringComparer.Equals(type.Name, name) && reader.StringComparer.Equals(type.Namespace, space))
            {
                return (reader, type);
            }
        }

        foreach (var type in reader.ExportedTypes.Select(reader.GetExportedType))
        {
            if (
                reader.StringComparer.Equals(type.Name, name)
                && reader.StringComparer.Equals(type.Namespace, space)
                && type.Implementation.Kind == HandleKind.AssemblyReference
            )
            {
                return Find(Name(reader, type.Implementation), space, name);
            }
        }

        return null;
    }

    private MetadataReader Reader(string name) => _files[name].GetMetadataReader();

    private void Replace(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        _newer.Add(name);
        _files[name].Dispose();
        _files.Remove(name);
        Add(file);
    }

    private void Add(string file)
    {
        var reader = new PEReader(File.OpenRead(file));
        if (reader.HasMetadata && _files.TryAdd(Path.GetFileNameWithoutExtension(file), reader))
        {
            return;
        }

        reader.Dispose();
    }
}
