using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Lab.Tests.Dataset;

/// <summary>The story holds together across its tables.</summary>
public class IntrusionStoryTests(IntrusionTenant tenant) : IClassFixture<IntrusionTenant>
{
    private const string ControlHost = "sync.onenote-cdn.example";

    [Theory]
    [InlineData("EmailAttachmentInfo")]
    [InlineData("EmailUrlInfo")]
    [InlineData("UrlClickEvents")]
    public void What_an_email_carries_joins_that_email(string table)
    {
        var mails = tenant.Rows("EmailEvents").ToDictionary(row => row.Text("NetworkMessageId"));

        Assert.NotEmpty(tenant.Rows(table));
        Assert.All(tenant.Rows(table), row => Assert.True(mails[row.Text("NetworkMessageId")].Time() <= row.Time()));
    }

    [Fact]
    public void An_email_counts_its_attachments_and_links()
    {
        var attachments = tenant.Rows("EmailAttachmentInfo").CountBy(row => row.Text("NetworkMessageId")).ToDictionary();
        var urls = tenant.Rows("EmailUrlInfo").CountBy(row => row.Text("NetworkMessageId")).ToDictionary();

        foreach (var mail in tenant.Rows("EmailEvents").Where(row => row["AttachmentCount"] is not null))
        {
            Assert.Equal(attachments.GetValueOrDefault(mail.Text("NetworkMessageId")), mail["AttachmentCount"]);
            Assert.Equal(urls.GetValueOrDefault(mail.Text("NetworkMessageId")), mail["UrlCount"]);
        }
    }

    [Fact]
    public void Evidence_joins_its_alert_and_every_alert_has_some()
    {
        var alerts = tenant.Rows("AlertInfo").Select(row => row.Text("AlertId")).ToList();
        var evidence = tenant.Rows("AlertEvidence").Select(row => row.Text("AlertId")).ToHashSet();

        Assert.Equal(alerts.Count, alerts.Distinct().Count());
        Assert.Equal(alerts.Order(), evidence.Order());
    }

    [Fact]
    public void The_letter_is_the_same_file_in_the_mail_on_the_disk_and_in_the_alerts()
    {
        var posted = tenant.Rows("EmailAttachmentInfo").Where(row => row.Text("FileName") == "Lasku_20931.docm").Select(row => row.Text("SHA256"));
        var saved = tenant.Rows("DeviceFileEvents").Where(row => row.Text("FileName") == "Lasku_20931.docm").Select(row => row.Text("SHA256"));
        var found = tenant.Rows("AlertEvidence").Where(row => row.Text("FileName") == "Lasku_20931.docm").Select(row => row.Text("SHA256"));

        Assert.Single(posted.Concat(saved).Concat(found).Distinct());
        Assert.Single(saved);
    }

    [Fact]
    public void Word_starts_PowerShell_once_and_that_starts_the_implant()
    {
        var powershell = Assert.Single(Starts("WINWORD.EXE").Where(row => row.Text("FileName") == "powershell.exe").ToList());
        var implant = Assert.Single(Starts("powershell.exe").Where(row => row.Text("FileName") == "onsync.exe").ToList());

        Assert.Contains(" -Enc ", powershell.Text("ProcessCommandLine"), StringComparison.Ordinal);
        Assert.Equal(powershell["ProcessId"], implant["InitiatingProcessId"]);
        Assert.Equal(powershell.Time("ProcessCreationTime"), implant.Time("InitiatingProcessCreationTime"));
        Assert.Equal("WINWORD.EXE", implant.Text("InitiatingProcessParentFileName"));
    }

    [Fact]
    public void The_beacon_is_regular_with_a_jitter()
    {
        var calls = tenant
            .Rows("DeviceNetworkEvents")
            .Where(row => row.Text("RemoteUrl") == ControlHost && row.Text("InitiatingProcessFileName") == "onsync.exe")
            .Select(row => row.Time())
            .ToList();
        var gaps = calls.Zip(calls.Skip(1), (earlier, later) => later - earlier).ToList();

        Assert.Equal(1_136, calls.Count);
        Assert.All(gaps, gap => Assert.InRange(gap, TimeSpan.FromMinutes(13.5), TimeSpan.FromMinutes(16.5)));
        Assert.True(gaps.Distinct().Count() > gaps.Count / 2);
        Assert.InRange(gaps.Average(gap => gap.TotalMinutes), 14.9, 15.1);
    }

    [Fact]
    public void The_stolen_account_comes_from_the_victims_machine_to_two_servers_and_then_to_more()
    {
        var targets = tenant
            .Rows("DeviceLogonEvents")
            .Where(row =>
                row.Text("AccountName") == "adm-mkorhonen"
                && row.Text("RemoteDeviceName") is "jkl-ws-07" or "jkl-dc01"
                && row.Text("ActionType") == "LogonSuccess"
            )
            .Where(row => row.Text("RemoteDeviceName") != row.Text("DeviceName").Split('.')[0])
            .Select(row => row.Text("DeviceName").Split('.')[0])
            .Distinct();

        Assert.Equal(["jkl-fs01", "jkl-dc01", "jkl-erp01", "jkl-prn01", "tyo-fs01", "jkl-ws-07", "jkl-ws-08"], targets);
    }

    [Fact]
    public void The_stolen_account_is_barred_after_the_Sunday()
    {
        var last = tenant.Rows("DeviceLogonEvents").Where(row => row.Text("AccountName") == "adm-mkorhonen").Max(row => row.Time());

        Assert.Equal(new DateTime(2026, 11, 22), last.Date);
    }

    [Fact]
    public void The_domain_controller_knows_the_remote_logons_of_the_stolen_account()
    {
        var known = tenant
            .Rows("IdentityLogonEvents")
            .Count(row => row.Text("AccountName") == "adm-mkorhonen" && row.Text("DeviceName").StartsWith("jkl-ws-07", StringComparison.Ordinal));

        Assert.Equal(3, known);
    }

    [Fact]
    public void Shadow_copies_are_deleted_on_six_machines()
    {
        var machines = tenant
            .Rows("DeviceProcessEvents")
            .Where(row => row.Text("ProcessCommandLine").Contains("delete shadows", StringComparison.Ordinal))
            .Select(row => row.Text("DeviceName"));

        Assert.Equal(6, machines.Distinct().Count());
    }

    [Fact]
    public void The_victims_machine_is_cut_off_after_the_Sunday()
    {
        var last = tenant
            .Rows("DeviceNetworkEvents")
            .Where(row => row.Text("DeviceName").StartsWith("jkl-ws-07", StringComparison.Ordinal))
            .Max(row => row.Time());

        Assert.Equal(DayOfWeek.Sunday, last.DayOfWeek);
        Assert.True(last.TimeOfDay < new TimeSpan(3, 6, 0));
    }

    private IEnumerable<TableRow> Starts(string initiator) =>
        tenant.Rows("DeviceProcessEvents").Where(row => row.Text("InitiatingProcessFileName") == initiator);
}
