using System.Collections;
using MdeHunting.Kql.Analysis;
using MdeHunting.Lab.Dataset;
using MdeHunting.Lab.Kql;
using MdeHunting.Packs;
using MdeHunting.Parameters;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Packs;

/// <summary>Each hunt of the module finds what the lab's story planted, and nothing in the tenant where nothing happens.</summary>
public sealed class BuiltInPackTests(IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    // By id: what stands in what is found.
    internal static readonly Dictionary<string, string[]> Planted = new()
    {
        ["admin-share-writes"] = ["svcupd.exe", "wlock.exe"],
        ["archives-with-passwords"] = ["-pH4rb0ur"],
        ["beacons"] = ["sync.onenote-cdn.example"],
        ["directory-database"] = ["ntdsutil", "ntds.dit"],
        ["discovery-burst"] = ["nltest /domain_trusts /all_trusts"],
        ["encoded-powershell"] = ["Write-Output 'MdeHunting lab: only text'"],
        ["exfiltration-tools"] = ["rclone.exe", "eu2.cloudbox.example"],
        ["failed-then-successful"] = ["adm-mkorhonen"],
        ["hour-of-a-user"] = ["WINWORD.EXE", "powershell.exe", "sync.onenote-cdn.example"],
        ["log-clearing"] = ["wevtutil cl Security"],
        ["lsass-access"] = ["comsvcs.dll, MiniDump", "AsrLsassCredentialTheftAudited", "OpenProcessApiCall"],
        ["mail-attachments-on-devices"] = ["laskutus@nordlicht-spedition.example"],
        ["mail-click-process"] = ["https://lasku.nordlicht-spedition.example/v/20931", "powershell.exe"],
        ["malware-that-ran"] = ["Ransom:Win32/Wanlock.A"],
        ["mass-renames"] = ["wanlock"],
        ["new-services"] = ["svcupd"],
        ["office-children"] = ["WINWORD.EXE"],
        ["password-spray"] = ["203.0.113.77"],
        ["ransomware-preparations"] = ["vssadmin delete shadows", "wbadmin delete catalog", "bcdedit /set"],
        ["rare-remote-logons"] = ["adm-mkorhonen"],
        ["remote-services"] = ["create wl binPath="],
        ["run-keys"] = ["OneNoteSync"],
        ["scheduled-tasks"] = ["OneNote Sync Refresh"],
        ["script-host-downloads"] = ["198.51.100.23"],
        ["scripts-wrote-programs"] = ["onsync.exe"],
        ["shells-of-services"] = ["prep.cmd", "fodhelper.exe"],
        ["uac-bypass"] = ["ms-settings"],
        ["who-has-this-file"] = ["onsync.exe"],
    };

    public static TheoryData<string> Ids => [.. BuiltInPack.Queries.Select(query => query.Id!)];

    [Fact]
    public void Each_has_what_it_says_of_itself()
    {
        Assert.Equal(Planted.Keys.Order(StringComparer.Ordinal), BuiltInPack.Queries.Select(query => query.Id!));
        Assert.All(
            BuiltInPack.Queries,
            query =>
            {
                Assert.NotEmpty(query.Techniques);
                Assert.NotEmpty(query.Tactics);
                Assert.NotEmpty(query.Tables);
                Assert.NotEmpty(query.Parameters);
                Assert.Contains("Noise:", query.Description);
                Assert.Empty(query.Problems);
                Assert.Equal("Defender", query.Variant);
                Assert.DoesNotContain(
                    QueryAnalyzer.Read(Composed(query), TimeColumns.Bundled).Diagnostics,
                    diagnostic => diagnostic.Kind == QueryDiagnosticKind.Bounding
                );
            }
        );
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_finds_what_the_story_planted_and_nothing_where_nothing_happens(string id)
    {
        var query = BuiltInPack.Queries.Single(query => query.Id == id);
        var found = Rows(query, tenant.Database);

        Assert.All(Planted[id], text => Assert.Contains(text, found, StringComparison.OrdinalIgnoreCase));
        var quiet = SeedTenantData.Create();
        if (query.Tables.All(quiet.Tables.ContainsKey))
        {
            Assert.Empty(Rows(query, quiet));
        }
        else
        {
            // That tenant has no mail and no directory, so that nothing is what there is besides the story.
            Assert.All(found.Split('\n'), row => Assert.Contains(Planted[id][0], row));
        }
    }

    private string Composed(MdePackQuery query)
    {
        var first = tenant.Rows("DeviceProcessEvents").First(row => row.Text("FileName") == "onsync.exe");
        var all = new Hashtable
        {
            ["fileHash"] = first.Text("SHA256"),
            ["account"] = first.Text("AccountName"),
            ["at"] = first.Time(),
        };
        var own = new Hashtable();
        foreach (var parameter in query.Parameters.Where(parameter => parameter.Default is null))
        {
            own[parameter.Name] = all[parameter.Name];
        }

        return QueryParameters.Read(own, TimeZoneInfo.Utc).Compose(query.Query, TableCatalog.Bundled.All).Text;
    }

    private string Rows(MdePackQuery query, KqlDatabase database)
    {
        var table = KqlEngine.Run(Composed(query), database, TestContext.Current.CancellationToken);
        return string.Join("\n", table.Rows.Select(row => string.Join(" | ", row.Select(cell => $"{cell}".ReplaceLineEndings(" ")))));
    }
}
