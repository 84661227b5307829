using CsCheck;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Lab.Timestamps;
using MdeHunting.Tests.Hosting;
using MdeHunting.Tests.Journal;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>A bag as it is sealed, whatever becomes of the process, and after it, whatever becomes of its files.</summary>
public sealed class SealedBagTests(SealedBagTests.Authority authority) : IClassFixture<SealedBagTests.Authority>, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-sealed-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_file_of_a_sealed_bag_is_deleted_emptied_shortened_changed_or_exchanged_is_found_and_opens_it_for_nobody(bool isSigned)
    {
        var original = await SealedAsync(isSigned);
        var names = Names(original);
        foreach (var name in names)
        {
            await AssertFoundAsync(original, $"{name} deleted", name, (path, _) => File.Delete(path));
            await AssertFoundAsync(original, $"{name} emptied", name, (path, _) => File.WriteAllBytes(path, []));
            await AssertFoundAsync(original, $"{name} without its last line", name, (path, bytes) => File.WriteAllBytes(path, WithoutLastLine(bytes)));
            await AssertFoundAsync(original, $"{name} with more", name, (path, bytes) => File.WriteAllBytes(path, [.. bytes, (byte)'\n']));
            foreach (var other in names.Where(other => string.CompareOrdinal(name, other) < 0))
            {
                var theirs = File.ReadAllBytes(Full(original, other));
                await AssertFoundAsync(
                    original,
                    $"{name} and {other} exchanged",
                    name,
                    (path, bytes) =>
                    {
                        File.WriteAllBytes(path, theirs);
                        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "-"), bytes);
                        File.Move(Path.Combine(Path.GetDirectoryName(path)!, "-"), Full(Bag(path, name), other), overwrite: true);
                    },
                    isChange: !theirs.SequenceEqual(File.ReadAllBytes(Full(original, name)))
                );
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_is_added_to_a_sealed_bag_is_found(bool isSigned)
    {
        var original = await SealedAsync(isSigned);
        string[] names =
        [
            "note.txt",
            "fetch.txt",
            "evidence.lock",
            "data/added",
            "data/000001/added",
            "data/000001/response.json-partial",
            "tagmanifest-sha256.txt-partial",
            "log.ndjson-partial",
            "manifest-md5.txt",
            "tags/added",
            .. BagFolder.Proofs,
        ];
        foreach (var name in names.Where(name => !File.Exists(Full(original, name))))
        {
            foreach (var source in new[] { null, BagFolder.CaseName, BagFolder.SignatureName })
            {
                var content = source is not null && File.Exists(Full(original, source)) ? File.ReadAllBytes(Full(original, source)) : [];
                await AssertFoundAsync(original, $"{name} added", name, (path, _) => File.WriteAllBytes(path, content));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_byte_of_a_sealed_bag_that_is_changed_is_found(bool isSigned)
    {
        var original = await SealedAsync(isSigned);
        var files = Names(original).Select(name => (Name: name, Bytes: File.ReadAllBytes(Full(original, name)))).ToArray();
        var place = Gen.Int[0, files.Length - 1]
            .SelectMany(file => Gen.Int[0, files[file].Bytes.Length - 1].Select(Gen.Int[0, 7], (at, bit) => (file, at, bit)));

        await place.SampleAsync(
            damage =>
            {
                var (name, bytes) = files[damage.file];
                var changed = bytes.ToArray();
                changed[damage.at] ^= (byte)(1 << damage.bit);
                return AssertFoundAsync(original, $"{name}, bit {damage.bit} of byte {damage.at}", name, (path, _) => File.WriteAllBytes(path, changed));
            },
            threads: 1
        );
    }

    [Fact]
    public async Task Any_byte_of_the_signature_that_is_changed_is_found()
    {
        var original = await SealedAsync(isSigned: true);
        var signature = File.ReadAllBytes(Full(original, BagFolder.SignatureName));
        var copy = Copy(original);
        for (var at = 0; at < signature.Length; at += Cases.AreAll ? 3 : 19)
        {
            signature[at] ^= 1;
            File.WriteAllBytes(Full(copy, BagFolder.SignatureName), signature);
            Assert.False((await TestAsync(copy)).IsValid, $"Byte {at} of {signature.Length}");
            signature[at] ^= 1;
        }
    }

    [Fact]
    public async Task A_bag_that_another_one_signed_anew_is_not_that_of_its_log()
    {
        var path = await SealedAsync(isSigned: true);
        using var other = authority.Certificates.Issue("CN=Eve", null);
        var signature = SigningLoader.Signing.Sign(
            File.ReadAllBytes(Full(path, BagText.TagManifestName)),
            new SigningIdentity(other, [authority.Certificates.Issuer, authority.Certificates.Root]),
            SampleBag.Now
        );
        File.WriteAllBytes(Full(path, BagFolder.SignatureName), signature);

        var check = (await TestAsync(path)).Checks.Single(check => check.Name == "Signature");

        Assert.Equal(MdeEvidenceCheckResult.Failed, check.Outcome);
        Assert.Contains("CN=Eve", check.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Wherever_sealing_ends_the_bag_is_open_or_can_be_finished_and_is_valid_then(bool isSigned, bool isKill)
    {
        var recorded = NewPath();
        SampleBag.Record(new JournalFiles(), recorded);
        using var counting = new FailingFiles(int.MaxValue, isKill);
        await SampleBag.SealAsync(Copy(recorded), Proof(isSigned), counting);
        for (var end = 1; end <= counting.Count; end++)
        {
            var path = Copy(recorded);
            using (var files = new FailingFiles(end, isKill, part: 50))
            {
                try
                {
                    await SampleBag.SealAsync(path, Proof(isSigned), files);

                    // A disk that is full then has all of it.
                    Assert.False(isKill, "It did not end.");
                }
                catch (Exception e) when (e is KilledException or EvidenceException { Failure: EvidenceFailure.EvidenceNotWritten }) { }
            }

            var state = BagFolder.StateOf(new JournalFiles(), path);
            var meanwhile = await TestAsync(path);
            Assert.True(meanwhile.IsValid || state == BagState.Sealing, $"Ended at {end} of {counting.Count}: {Faults(meanwhile)}");
            if (state == BagState.Open)
            {
                SampleBag.Record(new JournalFiles(), path);
            }
            else
            {
                Assert.Equal(EvidenceFailure.EvidenceSealed, Assert.Throws<EvidenceException>(() => SampleBag.Record(new JournalFiles(), path)).Failure);
            }

            if (state != BagState.Sealed)
            {
                await SampleBag.SealAsync(path, Proof(isSigned));
            }

            var test = await TestAsync(path);
            Assert.True(test is { IsValid: true, IsSealed: true }, $"Ended at {end} of {counting.Count}, and sealed: {Faults(test)}");
            Assert.Equal(isSigned, test.Checks.Any(check => check is { Name: "Signature", Passed: true }));
            Assert.DoesNotContain(Names(path), name => name.EndsWith("-partial", StringComparison.Ordinal) || name == BagFolder.LockName);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_archiving_ends_there_is_no_archive_or_a_whole_one_and_it_can_be_made_again(bool isKill)
    {
        var path = await SealedAsync(isSigned: false);
        using var counting = new FailingFiles(int.MaxValue, isKill);
        File.Delete(BagArchive.Write(counting, path, SampleBag.Now, CancellationToken.None));
        for (var end = 1; end <= counting.Count; end++)
        {
            using (var files = new FailingFiles(end, isKill, part: 50))
            {
                try
                {
                    BagArchive.Write(files, path, SampleBag.Now, CancellationToken.None);
                }
                catch (Exception e) when (e is KilledException or EvidenceException { Failure: EvidenceFailure.EvidenceNotWritten }) { }
            }

            Assert.False(File.Exists(BagArchive.PathOf(path)), $"Ended at {end} of {counting.Count}");
            Assert.True((await TestAsync(path)).IsValid, $"Ended at {end} of {counting.Count}");
            var archive = BagArchive.Write(new JournalFiles(), path, SampleBag.Now, CancellationToken.None);
            Assert.True((await TestAsync(archive)).IsValid, $"Ended at {end} of {counting.Count}, and made again");
            File.Delete(archive);
        }
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 50)]
    [InlineData(false, 50)]
    public async Task Wherever_the_note_of_a_transfer_ends_the_next_one_is_added_and_the_bag_is_valid(bool isKill, int part)
    {
        var path = await SealedAsync(isSigned: false);
        var facts = new JournalLine().With("from", "Ana").With("to", "Bo").With("when", SampleBag.Now);
        using var counting = new FailingFiles(int.MaxValue, isKill);
        var transfers = new EvidenceTransfers(new JournalFiles(), path);
        transfers.Add(counting, facts, SampleBag.Now);
        for (var end = 1; end <= counting.Count; end++)
        {
            File.Delete(transfers.FilePath);
            using (var files = new FailingFiles(end, isKill, part))
            {
                try
                {
                    transfers.Add(files, facts, SampleBag.Now);
                }
                catch (Exception e) when (e is KilledException or EvidenceException { Failure: EvidenceFailure.EvidenceNotWritten }) { }
            }

            transfers.Add(new JournalFiles(), facts, SampleBag.Now);
            var test = await TestAsync(path);
            Assert.True(test.IsValid, $"Ended at {end} of {counting.Count}: {Faults(test)}");
            Assert.True(test.Checks.Single(check => check.Name == "Transfers").Passed);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bag_whose_signing_is_canceled_or_killed_is_open_and_says_so(bool isKill)
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        using var stop = new CancellationTokenSource();
        var proof = new EvidenceProof(
            SigningLoader.Signing,
            null,
            new Uri("http://stamps.example"),
            (_, token) =>
            {
                if (isKill)
                {
                    throw new KilledException();
                }

                stop.Cancel();
                token.ThrowIfCancellationRequested();
                return Task.FromResult<byte[]>([]);
            }
        );

        await Assert.ThrowsAnyAsync<Exception>(() => SampleBag.SealAsync(path, proof, token: stop.Token));

        Assert.Equal(BagState.Open, BagFolder.StateOf(new JournalFiles(), path));
        Assert.True((await TestAsync(path)).IsValid, Faults(await TestAsync(path)));
        Assert.Equal(!isKill, (await File.ReadAllTextAsync(Full(path, BagFolder.LogName))).Contains("It was stopped.", StringComparison.Ordinal));
        SampleBag.Record(new JournalFiles(), path);
        await SampleBag.SealAsync(path, Proof(isSigned: true));
        Assert.True((await TestAsync(path)).IsValid, Faults(await TestAsync(path)));
    }

    // The bag isn't valid, and nothing is written to it, sealed anew, or signed over the damage.
    private async Task AssertFoundAsync(string original, string what, string name, Action<string, byte[]> damage, bool isChange = true)
    {
        if (!isChange)
        {
            return;
        }

        var path = Copy(original);
        var file = Full(path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        damage(file, File.Exists(file) ? File.ReadAllBytes(file) : []);
        var test = await TestAsync(path);
        Assert.False(test.IsValid, what);
        Assert.Contains(test.Checks.SelectMany(check => check.Faults), fault => fault.Contains(Path.GetFileName(name), StringComparison.Ordinal));
        var before = Contents(path);
        Assert.Throws<EvidenceException>(() => SampleBag.Record(new JournalFiles(), path));
        await Assert.ThrowsAsync<EvidenceException>(() => SampleBag.SealAsync(path));
        Assert.Equal(before, Contents(path));
        Directory.Delete(path, recursive: true);
    }

    private static byte[] WithoutLastLine(byte[] bytes) => bytes[..(Array.LastIndexOf(bytes, (byte)'\n', Math.Max(0, bytes.Length - 2)) + 1)];

    private static Dictionary<string, string> Contents(string path) =>
        Names(path).ToDictionary(name => name, name => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Full(path, name)))));

    private static string Faults(MdeEvidenceTest test) => string.Join(" ", test.Checks.SelectMany(check => check.Faults));

    private static string[] Names(string path) =>
        [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file).Replace('\\', '/')).Order()];

    private static string Full(string path, string name) => Path.Combine(path, name.Replace('/', Path.DirectorySeparatorChar));

    private static string Bag(string file, string name) => file[..^(name.Length + 1)];

    private Task<MdeEvidenceTest> TestAsync(string path) => SampleBag.TestAsync(path, authority.Certificates.Root);

    private async Task<string> SealedAsync(bool isSigned)
    {
        var path = NewPath();
        SampleBag.Record(new JournalFiles(), path);
        await SampleBag.SealAsync(path, Proof(isSigned));
        var test = await TestAsync(path);
        Assert.True(test.IsValid, Faults(test));
        return path;
    }

    private EvidenceProof Proof(bool isSigned) =>
        isSigned
            ? new EvidenceProof(
                SigningLoader.Signing,
                new SigningIdentity(authority.Certificates.Signer, [authority.Certificates.Issuer, authority.Certificates.Root]),
                null,
                (_, _) => throw new InvalidOperationException()
            )
            : EvidenceProof.None;

    private string Copy(string path)
    {
        var copy = NewPath();
        foreach (var name in Names(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Full(copy, name))!);
            File.Copy(Full(path, name), Full(copy, name));
        }

        return copy;
    }

    private string NewPath() => Path.Combine(_root.FullName, Path.GetRandomFileName());

    public sealed class Authority : IDisposable
    {
        internal LabAuthority Certificates { get; } = LabAuthority.Create();

        public void Dispose() => Certificates.Dispose();
    }
}
