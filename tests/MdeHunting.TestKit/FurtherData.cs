namespace MdeHunting.TestKit;

/// <summary>
/// Data that the tests can do without: what the folder has that the variable MDEHUNTING_TEST_DATA names. <c>tests/README.md</c> says what may be in it.
/// </summary>
internal static class FurtherData
{
    public const string Variable = "MDEHUNTING_TEST_DATA";

    /// <summary>The path of a folder or a file in it; null where there is none.</summary>
    public static string? Find(string name)
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.Combine(folder, name) : null;
        return Path.Exists(path) ? path : null;
    }
}
