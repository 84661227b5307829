using System.Text.RegularExpressions;
using MdeHunting.Isolation;
using MdeHunting.Lab.Hosting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Conventions;

/// <summary>The rooms of an assembly, which are its folders, stand on floors: no room needs one that needs it.</summary>
public sealed partial class FloorTests
{
    /// <summary>What stands in for types that an older framework lacks is in no room.</summary>
    private const string Polyfills = "Polyfills";

    // The lab's data is one room: its folders tell one story.
    public static TheoryData<string, string, int> Assemblies =>
        new()
        {
            { "MdeHunting", ModuleSetup.PublicAssembly, int.MaxValue },
            { "MdeHunting.Service", Path.Combine(ModuleSetup.PrivateFolder, "MdeHunting.Service.dll"), int.MaxValue },
            { "MdeHunting.Formats", FormatsLoader.Packs.GetType().Assembly.Location, int.MaxValue },
            { "MdeHunting.Lab", typeof(LabServer).Assembly.Location, 1 },
        };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_room_needs_one_that_needs_it(string project, string assembly, int depth)
    {
        var rooms = Rooms(project, depth);
        var needs = Needs(TypeDependencies.Of(assembly), rooms);

        Assert.NotEmpty(needs);
        AssertNone(InCircles(needs));
    }

    [Theory]
    [InlineData("MdeHunting", "### Rooms of the public assembly")]
    [InlineData("MdeHunting.Service", "### Rooms of the service's assembly")]
    [InlineData("MdeHunting.Formats", "### Rooms of the formats' assembly")]
    public void The_map_has_every_room_above_those_that_it_needs(string project, string heading)
    {
        var assembly = Assert.Single(Assemblies, row => row.Data.Item1 == project).Data.Item2;
        var rooms = Rooms(project, int.MaxValue);
        string[] floors = [.. RoomsOfMap(heading)];

        // What lies in no folder stands above all.
        Assert.Equal(rooms.Values.Distinct().Where(room => room != ".").Order(StringComparer.Ordinal), floors.Order(StringComparer.Ordinal));
        AssertNone(
            Needs(TypeDependencies.Of(assembly), rooms)
                .Where(need => need.From != "." && (need.To == "." || Array.IndexOf(floors, need.From) > Array.IndexOf(floors, need.To)))
                .Select(need => $"{need.From} needs {need.To}, which stands above it: {need.Types}")
        );
    }

    [Fact]
    public void Of_KQL_is_known_without_PowerShell_and_network()
    {
        string[] others = ["System.Management.Automation", "System.Net", "MdeHunting.Commands", "MdeHunting.Pipeline", "MdeHunting.Running"];
        var types = TypeDependencies.Of(ModuleSetup.PublicAssembly);
        var ofKql = types.Where(type => IsWithin(type.Key, "MdeHunting.Kql")).ToList();

        Assert.NotEmpty(ofKql);
        Assert.Contains("System.Management.Automation.PSObject", types["MdeHunting.Views.RowSummary"]);
        Assert.Contains("MdeHunting.Commands.QueryCompleter", types["MdeHunting.Commands.InvokeMdeHuntingQueryCommand"]);
        AssertNone(
            ofKql.SelectMany(type => type.Value.Where(needed => others.Any(space => IsWithin(needed, space))).Select(needed => $"{type.Key} needs {needed}"))
        );
    }

    [Fact]
    public void A_circle_of_rooms_is_found()
    {
        var rooms = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["A"] = "Top",
            ["B"] = "Middle",
            ["C"] = "Middle",
            ["D"] = "Other",
            ["E"] = "Ground",
        };
        var types = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
        {
            ["A"] = Set("B"),
            ["B"] = Set("C", "D"),
            ["D"] = Set("C", "E"),
        };

        Assert.Equal(["Middle needs Other: B, D", "Other needs Middle: D, C"], InCircles(Needs(types, rooms)));
    }

    // Whole lines, which a collection's own assertion cuts.
    private static void AssertNone(IEnumerable<string> lines) => Assert.Equal(string.Empty, string.Join('\n', lines));

    // A room that needs none but those taken away already is taken away, from either side; what is left is in a circle or between two.
    private static IEnumerable<string> InCircles(IReadOnlyCollection<Need> needs)
    {
        var left = needs.ToList();
        while (left.RemoveAll(need => !left.Exists(other => other.From == need.To) || !left.Exists(other => other.To == need.From)) > 0) { }

        return left.Select(static need => $"{need.From} needs {need.To}: {need.Types}").Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> RoomsOfMap(string heading) =>
        File.ReadLines(Path.Combine(ModuleSetup.RepositoryRoot, "src", "ARCHITECTURE.md"))
            .SkipWhile(line => line != heading)
            .Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Select(line => RoomOfMap().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups["room"].Value);

    private static List<Need> Needs(IReadOnlyDictionary<string, IReadOnlySet<string>> types, Dictionary<string, string> rooms)
    {
        var arrows =
            from type in types
            from needed in type.Value
            where rooms.ContainsKey(type.Key) && rooms.ContainsKey(needed) && rooms[type.Key] != rooms[needed]
            group $"{type.Key}, {needed}" by (From: rooms[type.Key], To: rooms[needed]) into between
            select new Need(between.Key.From, between.Key.To, string.Join("; ", between));
        return [.. arrows];
    }

    private static Dictionary<string, string> Rooms(string project, int depth)
    {
        var root = Path.Combine(ModuleSetup.RepositoryRoot, "src", project);
        var declared =
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let folders = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)
            let room = string.Join('/', folders.Take(depth))
            where folders[0] is not ("bin" or "obj" or Polyfills)
            let source = File.ReadAllText(file)
            from Match type in Declarations().Matches(source)
            select (Name: $"{Namespace().Match(source).Groups["name"].Value}.{type.Groups["name"].Value}", Room: room);

        // A type and one of its name with type parameters are in one room.
        return declared.Distinct().ToDictionary(static type => type.Name, static type => type.Room, StringComparer.Ordinal);
    }

    private static bool IsWithin(string name, string space) => name.StartsWith($"{space}.", StringComparison.Ordinal);

    private static HashSet<string> Set(params string[] names) => new(names, StringComparer.Ordinal);

    [GeneratedRegex(@"^\| `(?<room>[\w/]+)` \|")]
    private static partial Regex RoomOfMap();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(public |internal )(sealed |abstract |static |readonly |partial |ref |unsafe )*(class|struct|interface|enum|record( struct| class)?|delegate [\w<>?]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Declarations();

    private sealed record Need(string From, string To, string Types);
}
