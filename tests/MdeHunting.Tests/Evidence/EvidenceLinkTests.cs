using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>A symbolic link in a bag's folder leads out of it: it's named, and neither read nor packed.</summary>
public sealed class EvidenceLinkTests : IDisposable
{
    private const string Secret = "s3cret-outside";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-link-");

    private string Bag => Path.Combine(_root.FullName, "case");

    private string Outside => Path.Combine(_root.FullName, "outside");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("data/000009", true)]
    [InlineData("data/000009", false)]
    [InlineData("data/000001/response.json", false)]
    [InlineData("data", true)]
    [InlineData("log.ndjson", false)]
    [InlineData("case.json", false)]
    public async Task A_link_in_a_bag_is_named_by_every_command_and_never_followed(string name, bool isFolder)
    {
        foreach (var isSealed in new[] { false, true })
        {
            SampleBag.Record(new JournalFiles(), Bag);
            if (isSealed)
            {
                await SampleBag.SealAsync(Bag);
            }

            Replace(name, isFolder);
            foreach (
                var command in new[]
                {
                    "Get-MdeEvidence $args[0]",
                    "Import-MdeEvidence $args[0]",
                    "Stop-MdeEvidence $args[0] -Compress",
                    "Start-MdeEvidence $args[0] -SingleBag",
                    "Add-MdeEvidenceNote Text -Path $args[0]",
                    "Export-MdeReport \"$($args[0]).html\" -EvidencePath $args[0]",
                    "Test-MdeEvidence $args[0]",
                }
            )
            {
                using var shell = new Shell();
                var run = shell.Run(command, Bag);

                Assert.StartsWith("EvidenceNotValid", run.ErrorId, StringComparison.Ordinal);
                Assert.Contains($"'{name}' is a link", run.Error!.ToString(), StringComparison.Ordinal);
            }

            using (var shell = new Shell())
            {
                var test = (MdeEvidenceTest)shell.Run("Test-MdeEvidence $args[0] -ErrorAction SilentlyContinue", Bag).Output.Single().BaseObject;
                Assert.False(test.IsValid);
                Assert.Contains(test.Checks.SelectMany(check => check.Faults), fault => fault.Contains($"'{name}' is a link", StringComparison.Ordinal));
                Assert.Equal(false, shell.Run("Test-MdeEvidence $args[0] -Quiet", Bag).ThrowIfFailed().Output.Single().BaseObject);
            }

            Assert.False(File.Exists(Bag + ".zip"));
            Assert.False(File.Exists(Bag + ".html"));
            Directory.Delete(Bag, recursive: true);
            Directory.Delete(Outside, recursive: true);
        }
    }

    [Fact]
    public async Task A_bag_whose_own_folder_is_reached_by_a_link_is_read()
    {
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        Directory.CreateSymbolicLink(Outside, Bag);

        using var shell = new Shell();

        Assert.Equal(true, shell.Run("Test-MdeEvidence $args[0] -Quiet", Outside).ThrowIfFailed().Output.Single().BaseObject);
    }

    [Theory]
    [InlineData("data/000001/response.json")]
    [InlineData("data/000009")]
    [InlineData("log.ndjson")]
    [InlineData("evidence.lock")]
    public async Task A_named_pipe_in_a_bag_is_named_and_nothing_waits_for_it(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in a folder.");
        foreach (var isSealed in new[] { false, true })
        {
            SampleBag.Record(new JournalFiles(), Bag);
            if (isSealed)
            {
                await SampleBag.SealAsync(Bag);
            }

            await MakePipeAsync(Path.Combine(Bag, name));
            foreach (
                var command in new[]
                {
                    "Get-MdeEvidence $args[0]",
                    "Import-MdeEvidence $args[0]",
                    "Stop-MdeEvidence $args[0] -Compress",
                    "Start-MdeEvidence $args[0] -SingleBag",
                    "Export-MdeReport \"$($args[0]).html\" -EvidencePath $args[0]",
                    "Test-MdeEvidence $args[0]",
                }
            )
            {
                using var shell = new Shell();
                var run = shell.Run(command, Bag);

                Assert.StartsWith("EvidenceNotValid", run.ErrorId, StringComparison.Ordinal);
                Assert.Contains($"'{name}' is a named pipe", run.Error!.ToString(), StringComparison.Ordinal);
            }

            Directory.Delete(Bag, recursive: true);
        }
    }

    [Fact]
    public async Task A_named_pipe_in_the_place_of_an_archive_or_of_the_transfers_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has none in a folder.");
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        await MakePipeAsync(Bag + ".zip");
        await MakePipeAsync(Bag + EvidenceTransfers.Suffix);
        using var shell = new Shell();

        Assert.Contains("named pipe", shell.Run("Test-MdeEvidence $args[0]", Bag + ".zip").Error!.ToString(), StringComparison.Ordinal);
        Assert.Contains("named pipe", shell.Run("Test-MdeEvidence $args[0]", Bag).Error!.ToString(), StringComparison.Ordinal);
        var added = shell.Run("Add-MdeEvidenceTransfer $args[0] -From Ana -To Bo -Reason Shift", Bag);
        Assert.StartsWith("EvidenceDamaged", added.ErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".lock")]
    public async Task A_link_in_the_place_of_the_transfers_is_told_and_nothing_is_written_behind_it(string suffix)
    {
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        File.WriteAllText(Outside, Secret);
        File.CreateSymbolicLink(Bag + EvidenceTransfers.Suffix + suffix, Outside);
        using var shell = new Shell();

        var added = shell.Run("Add-MdeEvidenceTransfer $args[0] -From Ana -To Bo -Reason Shift", Bag);

        Assert.StartsWith("EvidenceDamaged", added.ErrorId, StringComparison.Ordinal);
        Assert.Contains("it's a link", added.Error!.ToString(), StringComparison.Ordinal);
        Assert.Equal(Secret, File.ReadAllText(Outside));
        Assert.Equal(suffix.Length > 0, shell.Run("Test-MdeEvidence $args[0] -Quiet", Bag).ThrowIfFailed().Output.Single().BaseObject);
    }

    [Fact]
    public async Task A_tenants_bag_that_is_a_link_to_one_elsewhere_is_told()
    {
        SampleBag.Record(new JournalFiles(), Outside);
        await SampleBag.SealAsync(Outside);
        Directory.CreateDirectory(Bag);
        var link = Path.Combine(Bag, TestLab.Contoso);
        Directory.CreateSymbolicLink(link, Outside);
        foreach (var command in new[] { "Get-MdeEvidence $args[0]", "Test-MdeEvidence $args[0]", "Stop-MdeEvidence $args[0] -Compress" })
        {
            using var shell = new Shell();
            var run = shell.Run(command, Bag);

            Assert.StartsWith("EvidenceNotValid", run.ErrorId, StringComparison.Ordinal);
            Assert.Contains($"'{link}' is a link", run.Error!.ToString(), StringComparison.Ordinal);
        }
    }

    private static async Task MakePipeAsync(string path)
    {
        File.Delete(path);
        Assert.Equal(0, (await ChildProcess.RunAsync(new System.Diagnostics.ProcessStartInfo("mkfifo", [path]))).ExitCode);
    }

    private void Replace(string name, bool isFolder)
    {
        Directory.CreateDirectory(Outside);
        var place = Path.Combine(Bag, name);
        var target = Path.Combine(Outside, "target");
        if (isFolder)
        {
            if (Directory.Exists(place))
            {
                Directory.Move(place, target);
            }

            Directory.CreateDirectory(target);
            File.WriteAllText(Path.Combine(target, "secret.txt"), Secret);
            Directory.CreateSymbolicLink(place, target);
            return;
        }

        if (File.Exists(place))
        {
            File.Move(place, target);
        }
        else
        {
            File.WriteAllText(target, Secret);
        }

        File.CreateSymbolicLink(place, target);
    }
}
