using System.Text.RegularExpressions;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Conventions;

/// <summary>What a document may name: the repository's types and their members, namespaces, rooms, files, help topics and cmdlets.</summary>
internal sealed partial class SourceNames
{
    private static readonly string[] Roots = ["", "src/MdeHunting", "src/MdeHunting.Service", "src/MdeHunting.Formats", "src/MdeHunting.Lab"];
    private static readonly string Topics = Path.Combine(ModuleSetup.RepositoryRoot, "src/MdeHunting.Module/module/en-US");

    private readonly ILookup<string, string> _types;
    private readonly HashSet<string> _members;
    private readonly HashSet<string> _namespaces;
    private readonly HashSet<string> _files;

    private SourceNames(string root)
    {
        string[] files =
        [
            .. Directory
                .EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Where(file => !file.Split('/').Any(folder => folder is "obj" or "bin" or "out" or ".git")),
        ];
        string[] sources = [.. files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => File.ReadAllText(Path.Combine(root, file)))];
        _files = new HashSet<string>(files.Select(file => Path.GetFileName(file)!), StringComparer.Ordinal);
        _types = sources
            .SelectMany(source => TypeDeclaration().Matches(source).Select(match => (Name: match.Groups["name"].Value, Source: source)))
            .ToLookup(type => type.Name, type => type.Source, StringComparer.Ordinal);
        _members = [.. sources.SelectMany(source => MemberDeclaration().Matches(source)).Select(match => match.Groups["name"].Value)];
        _namespaces = [.. sources.SelectMany(source => NamespaceDeclaration().Matches(source)).Select(match => match.Groups["name"].Value)];
    }

    /// <summary>What is in the repository.</summary>
    public static SourceNames OfRepository { get; } = new(ModuleSetup.RepositoryRoot);

    /// <summary>Whether what is marked as code is there, as far as it is a name of the repository's; what is none is as good as there.</summary>
    public bool Knows(string code)
    {
        if (code.Contains(' ', StringComparison.Ordinal))
        {
            return code.Split(' ').Where(word => FromRoot().IsMatch(word)).All(IsPath);
        }

        var name = code.Replace("<T>", string.Empty, StringComparison.Ordinal);
        if (name.Contains('<', StringComparison.Ordinal))
        {
            return true;
        }

        return name switch
        {
            _ when name.StartsWith("about_", StringComparison.Ordinal) => File.Exists(Path.Combine(Topics, $"{name}.help.txt")),
            _ when CmdletName().IsMatch(name) => _files.Contains($"{name}.xml"),
            _ when name.Contains('/', StringComparison.Ordinal) => IsPath(name),
            _ when FileName().IsMatch(name) => _files.Contains(name),
            _ when Identifier().IsMatch(name) => IsName(name),
            _ => true,
        };
    }

    private static bool IsPath(string path) => Roots.Any(root => Path.Exists(Path.Combine(ModuleSetup.RepositoryRoot, root, path)));

    private bool IsName(string name) =>
        _types.Contains(name)
        || _members.Contains(name)
        || _namespaces.Contains(name)
        || IsPath($"src/{name}")
        || IsPath(name)
        || (name.Split('.') is [var type, var member] && _types[type].Any(source => Regex.IsMatch(source, $@"\b{member}\b")));

    [GeneratedRegex(@"\b(class|struct|interface|enum|record( struct| class)?) (?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(
        @"^ +(public|internal|protected|private)[^\n=;(]* (?<name>[A-Z]\w*)(?=\(|<|;|$| =>| =| \{)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex MemberDeclaration();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^(\./|\.ci/|src/|tests/)")]
    private static partial Regex FromRoot();

    [GeneratedRegex(@"^[A-Z][a-z]+-Mde\w+$")]
    private static partial Regex CmdletName();

    [GeneratedRegex(@"^[\w.-]+\.(cs|csproj|json|md|props|ps1|ps1xml|psd1|sln|targets|txt|xml)$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[A-Z]\w+(\.[A-Z]\w+)*$")]
    private static partial Regex Identifier();
}
