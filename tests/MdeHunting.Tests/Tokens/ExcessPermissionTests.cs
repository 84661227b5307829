using MdeHunting.Rows;
using MdeHunting.Service.Tokens;
using Xunit;

namespace MdeHunting.Tests.Tokens;

public class ExcessPermissionTests
{
    [Fact]
    public void What_selecting_everything_gives_is_told_what_changes_machines_first()
    {
        string[] expected =
        [
            "Machine.Isolate",
            "Machine.Scan",
            "Machine.ReadWrite.All",
            "Machine.LiveResponse",
            "Machine.RestrictExecution",
            "Machine.StopAndQuarantine",
            "Machine.CollectForensics",
            "Machine.Offboard",
            "Event.Write",
            "SecurityConfiguration.ReadWrite.All",
            "IntegrationConfiguration.ReadWrite",
            "Ti.ReadWrite",
            "Ti.ReadWrite.All",
            "Library.Manage",
            "Alert.ReadWrite.All",
            "Url.Read.All",
            "Ip.Read.All",
            "Ti.Read.All",
            "User.Read.All",
            "SecurityRecommendation.Read.All",
            "Alert.Read.All",
            "Software.Read.All",
            "SecurityConfiguration.Read.All",
            "File.Read.All",
            "Vulnerability.Read.All",
            "Machine.Read.All",
            "Score.Read.All",
            "RemediationTasks.Read.All",
        ];

        var excess = TokenReader.Read(SeedToken.Text, new DynamicObjects(), DateTime.UtcNow).ExcessPermissions;

        Assert.Equal(28, excess.Length);
        Assert.Equal(expected, excess);
    }

    [Theory]
    [InlineData("ThreatHunting.Read.All AdvancedQuery.Read AdvancedHunting.Read openid profile email offline_access User.Read", "")]
    [InlineData("AdvancedQuery.Read Machine.Read", "Machine.Read")]
    [InlineData("User.Read.All User.Read", "User.Read.All")]
    [InlineData("Mail.Read Mail.Send Device.Read.All Device.Command Machine.Read", "Device.Command Mail.Send Mail.Read Device.Read.All Machine.Read")]
    [InlineData(
        "Mail.Read Directory.Read.All RoleManagement.Read.Directory Chat.ReadBasic",
        "Directory.Read.All RoleManagement.Read.Directory Mail.Read Chat.ReadBasic"
    )]
    [InlineData(
        "Calendars.Read Sites.FullControl.All Directory.AccessAsUser.All user_impersonation",
        "Sites.FullControl.All Directory.AccessAsUser.All user_impersonation Calendars.Read"
    )]
    [InlineData(
        "Sites.Selected DeviceManagementManagedDevices.PrivilegedOperations.All",
        "DeviceManagementManagedDevices.PrivilegedOperations.All Sites.Selected"
    )]
    public void Hunting_and_signing_in_are_no_excess_and_an_unknown_deed_counts_as_one(string scopes, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), ExcessPermissions.Of(scopes.Split(' ')));

    [Fact]
    public void Scopes_and_roles_are_both_looked_at_and_each_name_is_told_once()
    {
        var token = TokenTests.Token("{}", """{"scp":"Machine.Read Alert.Read","roles":["Machine.Isolate","Machine.Read","",".","..Read"]}""");

        Assert.Equal(
            ["Machine.Isolate", "", ".", "Machine.Read", "Alert.Read", "..Read"],
            TokenReader.Read(token, new DynamicObjects(), DateTime.UtcNow).ExcessPermissions
        );
    }
}
