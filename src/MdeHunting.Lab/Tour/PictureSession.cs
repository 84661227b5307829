using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;

namespace MdeHunting.Lab.Tour;

/// <summary>The session that the README's picture shows, with the module's cmdlets against a lab of its own.</summary>
internal static class PictureSession
{
    /// <summary>How many columns its screen has.</summary>
    public const int Width = 100;

    /// <summary>What a screen reader says of the picture.</summary>
    public const string Title =
        "A PowerShell session: sign in with a device code, count alerts, find an encoded PowerShell that a document started, and a misspelled column with the nearest name.";

    // What the picture leaves out: where the module lies, and that the tenant is the lab's.
    private const string Before = """
        Import-Module -Name '{0}' -ErrorAction Stop
        $PSDefaultParameterValues = @{{ 'Connect-MdeTenant:Environment' = '{1}' }}
        {2}
        """;

    private static readonly string[] Commands =
    [
        "$app = '22222222-2222-2222-2222-222222222222'",
        "Connect-MdeTenant contoso.example $app -DeviceCode -Name Contoso",
        """
            Invoke-MdeHuntingQuery 'AlertInfo
                | summarize Alerts = count() by Severity
                | order by Alerts desc'
            """,
        """
            Invoke-MdeHuntingQuery 'DeviceProcessEvents
                | where InitiatingProcessFileName =~ "winword.exe" and FileName =~ "powershell.exe"
                | project Timestamp, DeviceName, ProcessCommandLine'
            """,
        "Invoke-MdeHuntingQuery 'DeviceProcessEvents | where FileNam =~ \"rclone.exe\"'",
    ];

    /// <summary>Runs it, and gives what its screen showed.</summary>
    /// <param name="manifest">The module's manifest.</param>
    /// <param name="isColored">Whether with the escape sequences of its colors.</param>
    /// <param name="token">Stops it.</param>
    public static async Task<string> RecordAsync(string manifest, bool isColored, CancellationToken token)
    {
        await using var lab = await LabServer.StartAsync(new LabOptions { ApproveSignIns = true }, token);
        var folder = System.IO.Directory.CreateTempSubdirectory("mdehunting-lab-");
        try
        {
            var environment = Path.Combine(folder.FullName, "lab.json");
            await lab.WriteEnvironmentFileAsync(environment, token);

            // PowerShell's pipeline is synchronous, and the lab answers beside it.
            return await Task.Run(() => Record(manifest, environment, isColored), token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Record(string manifest, string environment, bool isColored)
    {
        using var screen = new StringWriter();
        using var shell = new TourShell(screen, Width, isColored);
        var colors = isColored ? "$PSStyle.OutputRendering = 'Ansi'" : string.Empty;
        shell.Run(string.Format(null, Before, Quoted(manifest), Quoted(environment), colors));
        foreach (var command in Commands)
        {
            shell.Show(command);
        }

        return screen.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
