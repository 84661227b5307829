using MdeHunting.Module.Manifest;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Conventions;

/// <summary>The documents name what is there, lead to each other, and say the same.</summary>
public sealed class DocumentTests
{
    public static TheoryData<string> Maps => ["src/ARCHITECTURE.md", ".github/CONTRIBUTING.md"];

    public static TheoryData<string> Documents =>
        ["README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", "src/ARCHITECTURE.md", "src/CHANGELOG.md", "tests/README.md"];

    [Theory]
    [MemberData(nameof(Maps))]
    public void What_a_document_marks_as_code_is_there(string file)
    {
        var document = MarkdownDocument.Read(file);

        Assert.NotEmpty(document.Code);
        Assert.DoesNotContain(document.Code, code => !SourceNames.OfRepository.Knows(code));
    }

    [Theory]
    [InlineData("QueryBatch", true)]
    [InlineData("PrivatePart<T>", true)]
    [InlineData("PrivatePart<T>.Load", true)]
    [InlineData("IHuntingSession.HuntAsync", true)]
    [InlineData("CreateSink", true)]
    [InlineData("MdeHunting.Lab.Kql", true)]
    [InlineData("Running/Windows", true)]
    [InlineData("src/MdeHunting/Kql/kql-language.txt", true)]
    [InlineData("about_MdeHunting_SignIn", true)]
    [InlineData("dotnet run --project src/MdeHunting.Lab -- serve", true)]
    [InlineData("HuntingTally", false)]
    [InlineData("IHuntingSession.AskAsync", false)]
    [InlineData("PrivatePart<T>.Unload", false)]
    [InlineData("MdeHunting.Precompiled", false)]
    [InlineData("Hunting/Rounds", false)]
    [InlineData("src/MdeHunting.Lab/Identity/", false)]
    [InlineData("hunting-rounds.txt", false)]
    [InlineData("about_MdeHunting_Rounds", false)]
    [InlineData("Get-MdeRounds", false)]
    [InlineData("dotnet run --project src/MdeHunting.Identity", false)]
    public void A_name_of_what_is_not_there_is_found(string code, bool isThere) => Assert.Equal(isThere, SourceNames.OfRepository.Knows(code));

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_link_between_documents_leads_somewhere(string file) =>
        Assert.DoesNotContain(MarkdownDocument.Read(file).Links, link => !MarkdownDocument.Resolves(file, link));

    [Theory]
    [InlineData("CHANGELOG.md", true)]
    [InlineData("../.github/CONTRIBUTING.md#recipes", true)]
    [InlineData("#floors", true)]
    [InlineData("MdeHunting/", true)]
    [InlineData("HISTORY.md", false)]
    [InlineData("../.github/CONTRIBUTING.md#receipts", false)]
    [InlineData("#ceilings", false)]
    public void A_link_that_leads_nowhere_is_found(string link, bool resolves) =>
        Assert.Equal(resolves, MarkdownDocument.Resolves("src/ARCHITECTURE.md", link));

    [Fact]
    public void The_manifest_tells_of_its_version_what_the_changelog_tells()
    {
        var manifest = ManifestFile.Read(Path.Combine(ModuleSetup.RepositoryRoot, "MdeHunting.psd1"));
        var changelog = MarkdownDocument.Read("src/CHANGELOG.md");

        var newest = changelog.Sections(level: 2).First();

        Assert.Equal(manifest.Version, newest.Title);
        Assert.Equal($"{newest.Title}\n{newest.Text}", manifest.ReleaseNotes.ReplaceLineEndings("\n").Trim());
    }
}
