using System.IO.Compression;
using MdeHunting.Evidence;
using MdeHunting.Journal;
using MdeHunting.Tests.Hosting;
using Xunit;

namespace MdeHunting.Tests.Evidence;

/// <summary>Archives in which two places contradict each other, so that two programs would find two bags in them, or that have what is of no entry.</summary>
public sealed class EvidenceArchiveTests : IDisposable
{
    // From the signature of an entry of the directory on (APPNOTE.TXT, section 4.3.12).
    private const int Flags = 8;
    private const int Crc = 16;
    private const int Size = 24;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("mdehunting-archive-");

    private string Bag => Path.Combine(_root.FullName, "case");

    private string Archive => Bag + ".zip";

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Bytes_of_no_entry_are_told_wherever_they_are()
    {
        var bytes = await MakeAsync();
        var directory = PlaceOfDirectory(bytes);

        await AssertNotValidAsync([.. bytes, 1, 2, 3], "3 bytes behind its end");
        await AssertNotValidAsync([1, 2, 3, .. bytes], "its directory isn't where its end says");
        byte[] between = [.. bytes[..directory], 1, 2, 3, .. bytes[directory..]];
        BitConverter.TryWriteBytes(between.AsSpan(between.Length - 6), directory + 3);
        await AssertNotValidAsync(between, "3 bytes ahead of its directory that are of no entry");
        byte[] commented = [.. bytes, (byte)'x'];
        commented[bytes.Length - 2] = 1;
        await AssertNotValidAsync(commented, "1 bytes behind its end");
    }

    [Theory]
    [InlineData(Crc, "whose checksum is another one where it lies")]
    [InlineData(Size, "whose length is another one where it lies")]
    [InlineData(Flags, "the encrypted entry")]
    [InlineData(10, "compressed in another way where it lies")]
    public async Task What_the_directory_says_and_what_stands_at_the_entry_are_compared(int place, string says)
    {
        var bytes = await MakeAsync();
        bytes[EntryOf(bytes, "case/case.json") + place] ^= 1;

        await AssertNotValidAsync(bytes, says);
    }

    [Fact]
    public async Task Another_name_at_the_entry_is_told()
    {
        var bytes = await MakeAsync();
        bytes[bytes.AsSpan().IndexOf("case/case.json"u8) + 5] = (byte)'b';

        await AssertNotValidAsync(bytes, "the entry 'case/case.json', which is called 'case/base.json' where it lies");
    }

    [Fact]
    public async Task Content_that_does_not_have_its_checksum_is_damaged()
    {
        var bytes = await MakeAsync();
        var entry = EntryOf(bytes, "case/case.json");
        bytes[entry + Crc] ^= 1;
        bytes[BitConverter.ToInt32(bytes, entry + 42) + 14] ^= 1;
        await File.WriteAllBytesAsync(Archive, bytes);

        var failure = await Assert.ThrowsAsync<EvidenceException>(() => SampleBag.TestAsync(Archive));

        Assert.Equal(EvidenceFailure.EvidenceArchiveNotValid, failure.Failure);
        Assert.Contains("Its checksum isn't the one", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_byte_is_changed_is_found_or_changes_nothing_that_is_read()
    {
        var bytes = await MakeAsync();
        var whole = Detail(await SampleBag.TestAsync(Archive));
        for (var at = 0; at < bytes.Length; at += Cases.AreAll ? 1 : 97)
        {
            bytes[at] ^= 4;
            await File.WriteAllBytesAsync(Archive, bytes);
            try
            {
                var test = await SampleBag.TestAsync(Archive);
                Assert.True(!test.IsValid || Detail(test) == whole, $"Byte {at}");
            }
            catch (EvidenceException e)
            {
                Assert.True(e.Failure is EvidenceFailure.EvidenceArchiveNotValid or EvidenceFailure.EvidenceNotFound, $"Byte {at}: {e.Message}");
            }

            bytes[at] ^= 4;
        }

        static string Detail(MdeEvidenceTest test) => test.Checks.Single(check => check.Name == "TagFiles").Detail;
    }

    [Fact]
    public async Task An_archive_that_another_program_wrote_as_a_stream_is_read()
    {
        await MakeAsync();
        using (var target = new MemoryStream())
        {
            using (var source = ZipFile.OpenRead(Archive))
            using (var archive = new ZipArchive(new Unseekable(target), ZipArchiveMode.Create))
            {
                foreach (var entry in source.Entries)
                {
                    using var from = entry.Open();
                    using var to = archive.CreateEntry(entry.FullName).Open();
                    from.CopyTo(to);
                }
            }

            await File.WriteAllBytesAsync(Archive, target.ToArray());
        }

        var test = await SampleBag.TestAsync(Archive);
        Assert.True(test.IsValid, string.Join(" ", test.Checks.SelectMany(check => check.Faults)));
        var bytes = await File.ReadAllBytesAsync(Archive);
        bytes[EntryOf(bytes, "case/case.json") + Crc] ^= 1;
        await AssertNotValidAsync(bytes, "whose checksum is another one where it lies");
    }

    private async Task<byte[]> MakeAsync()
    {
        SampleBag.Record(new JournalFiles(), Bag);
        await SampleBag.SealAsync(Bag);
        BagArchive.Write(new JournalFiles(), Bag, SampleBag.Now, CancellationToken.None);
        var test = await SampleBag.TestAsync(Archive);
        Assert.True(test.IsValid, string.Join(" ", test.Checks.SelectMany(check => check.Faults)));
        return await File.ReadAllBytesAsync(Archive);
    }

    private async Task AssertNotValidAsync(byte[] bytes, string says)
    {
        await File.WriteAllBytesAsync(Archive, bytes);
        var failure = await Assert.ThrowsAsync<EvidenceException>(() => SampleBag.TestAsync(Archive));
        Assert.Equal(EvidenceFailure.EvidenceArchiveNotValid, failure.Failure);
        Assert.Contains(says, failure.What, StringComparison.Ordinal);
    }

    private static int PlaceOfDirectory(byte[] bytes) => BitConverter.ToInt32(bytes, bytes.Length - 6);

    private static int EntryOf(byte[] bytes, string name) => bytes.AsSpan().LastIndexOf(System.Text.Encoding.UTF8.GetBytes(name)) - 46;

    private sealed class Unseekable(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
