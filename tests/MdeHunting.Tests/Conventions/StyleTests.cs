using System.Reflection;
using System.Text.RegularExpressions;
using MdeHunting.Isolation;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Conventions;

/// <summary>What neither the compiler nor the formatter holds of the sources' style.</summary>
public sealed partial class StyleTests
{
    private const int Widest = 160;
    private static readonly char[] Folders = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    public static TheoryData<string> Sources => ["src", "tests"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void No_line_is_wider_than_the_format_has_it(string folder)
    {
        var wide = Files(folder)
            .SelectMany(file =>
                Code(File.ReadAllText(file))
                    .Split('\n')
                    .Select((line, index) => (Line: line, Place: $"{Path.GetRelativePath(ModuleSetup.RepositoryRoot, file)}:{index + 1}"))
            )
            .Where(one => one.Line.Length > Widest)
            .Select(one => one.Place);

        Assert.Empty(wide);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Usings_are_one_group(string folder) =>
        Assert.Empty(
            Files(folder).Where(file => TwoGroups().IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(ModuleSetup.RepositoryRoot, file))
        );

    [Fact]
    public void A_cancellation_token_has_one_name() =>
        Assert.Empty(
            new[]
            {
                typeof(MdeHuntingColumn),
                typeof(MdeHunting.Service.MdeService),
                FormatsLoader.Packs.GetType(),
                SigningLoader.Signing.GetType(),
                typeof(LabServer),
                typeof(KqlEngine),
            }
                .Select(type => type.Assembly)
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.Namespace?.StartsWith("MdeHunting", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal))
                .SelectMany(type =>
                    type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                )
                .Where(method => !method.Name.Contains('<', StringComparison.Ordinal) && !method.IsSpecialName && method.GetBaseDefinition() == method)
                .SelectMany(method =>
                    method
                        .GetParameters()
                        .Where(parameter => parameter.ParameterType == typeof(CancellationToken) && parameter.Name is not ("token" or "_"))
                        .Select(parameter => $"{method.DeclaringType}.{method.Name}({parameter.Name})")
                )
        );

    [Fact]
    public void Public_types_are_in_the_namespaces_that_users_know()
    {
        var types = typeof(MdeHuntingColumn).Assembly.GetExportedTypes();

        Assert.DoesNotContain(types, type => type.Namespace is not ("MdeHunting" or "MdeHunting.Commands" or "MdeHunting.Internal"));
        Assert.All(
            types.Where(type => typeof(System.Management.Automation.Cmdlet).IsAssignableFrom(type) && !type.IsAbstract),
            type => Assert.Equal("MdeHunting.Commands", type.Namespace)
        );
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Folders).Any(part => part is "obj" or "bin"));

    // What stands in a literal is as wide as what it is of.
    private static string Code(string source) => Literals().Replace(source, literal => new string('\n', literal.Value.Count(c => c == '\n')));

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|@\"(?:[^\"]|\"\")*\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literals();

    [GeneratedRegex(@"^using [^\n(]+;\n\n+using [^\n(]+;$", RegexOptions.Multiline)]
    private static partial Regex TwoGroups();
}
