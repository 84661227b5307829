using MdeHunting.Lab.Kql;
using MdeHunting.Sweeps;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sweeps;

/// <summary>A value of the registry that is named behind its key is found, also where its name has backslashes.</summary>
public sealed class RegistryEntryTests
{
    private const string Table = "DeviceRegistryEvents";
    private const string Layers = @"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion\AppCompatFlags\Layers";

    private static readonly DateTime Now = new(2026, 11, 30, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(Layers, @"C:\Temp\evil.exe", Layers + @"\C:\Temp\evil.exe", true)]
    [InlineData(Layers, "evil", Layers + @"\evil", true)]
    [InlineData("HKEY_LOCAL_MACHINE", "evil", @"HKEY_LOCAL_MACHINE\evil", true)]
    [InlineData(Layers, @"C:\Temp\evil.exe", Layers + @"\D:\Temp\evil.exe", false)]
    [InlineData(Layers, "evil.exe", Layers + @"\C:\Temp\evil.exe", false)]
    public async Task A_value_is_found_by_its_key_and_its_name(string key, string name, string sought, bool isFound)
    {
        var columns = TableCatalog
            .Bundled.Find(Table)!
            .Columns.Select(column => new KqlColumn(column.Name, Enum.Parse<KqlType>(column.Type, ignoreCase: true)))
            .ToArray();
        int Place(string column) => Array.FindIndex(columns, one => one.Name == column);
        var row = columns.Select(column => column.Type == KqlType.String ? (object)string.Empty : null).ToArray();
        (row[Place("Timestamp")], row[Place("RegistryKey")], row[Place("RegistryValueName")]) = (Now.AddDays(-1), key, name);
        var table = new KqlTable(Table, columns, [row]);
        var lab = new SweptLab(new LabSession(new KqlDatabase(new Dictionary<string, KqlTable> { [Table] = table }, Now), TimeSpan.FromDays(30)));

        var entry = Assert.Single(await lab.RunAsync([new SweptIndicator(new MdeIndicator(MdeIndicatorType.RegistryKey, sought, string.Empty))]));

        Assert.Equal(isFound ? "Found" : "NotFound", entry.Status);
        Assert.Equal(isFound, lab.Hits.Any(hit => hit is { Grade: "Exact", Column: "RegistryValueName" }));
    }
}
