using System.Buffers;
using System.Security.Cryptography;
using MdeHunting.Contract;

namespace MdeHunting.Service.Responses;

/// <summary>
/// Hands a response's content to a recording while it comes, on a thread of its own: neither what is read for the rows nor a body that turns out to be none
/// decides how much of it is recorded.
/// </summary>
internal sealed class BodyRecording : IDisposable
{
    private const int BlockSize = 64 * 1024;

    private readonly ResponseBody _body;
    private readonly IResponseRecording _target;
    private readonly long _limit;
    private readonly CancellationToken _token;
    private readonly CancellationTokenSource _failed = new();
    private readonly Task _writing;
    private Task<ValidatedResponse>? _validation;

    private BodyRecording(ResponseBody body, IResponseRecording target, long limit, CancellationToken token)
    {
        (_body, _target, _limit, _token) = (body, target, limit, token);
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Begins to record a response.</summary>
    /// <param name="body">The response, which may still be coming.</param>
    /// <param name="recorder">What takes it.</param>
    /// <param name="head">What is known of it already.</param>
    /// <param name="limit">How many bytes are recorded at the most.</param>
    /// <param name="token">Tells whether it was the caller who ended the reading.</param>
    /// <exception cref="MdeException">It cannot be recorded.</exception>
    public static BodyRecording Begin(ResponseBody body, IResponseRecorder recorder, RecordedHead head, long limit, CancellationToken token)
    {
        try
        {
            return new BodyRecording(body, recorder.Begin(head), limit, token);
        }
        catch (Exception e) when (e is not MdeException)
        {
            throw NotRecorded(e);
        }
    }

    /// <summary>Cancelled when the recording has failed, so that nobody waits for more of the response.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>Whether nothing more is recorded, though the body is not at its end.</summary>
    public bool IsOver => _writing.IsCompleted;

    /// <summary>The hash of what was recorded; null before the end.</summary>
    public string? ContentSha256 { get; private set; }

    /// <summary>Says who decompresses the body and computes its hash, before its last byte has come.</summary>
    public void TakeHashOf(Task<ValidatedResponse> validation) => _validation = validation;

    /// <summary>Waits until all is recorded that will be.</summary>
    /// <exception cref="MdeException">It could not be recorded.</exception>
    public async Task CompleteAsync()
    {
        try
        {
            await _writing.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MdeException)
        {
            throw NotRecorded(e);
        }
    }

    /// <summary>Waits for its thread, which reads memory that is given back next.</summary>
    public void Dispose()
    {
        ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();
        _ = _writing.Exception;
        _failed.Dispose();
    }

    private static HuntingException NotRecorded(Exception exception) =>
        new(
            HuntingFailure.ResponseNotRecorded,
            $"The service's response couldn't be recorded, so none of its rows were returned: {exception.Message}",
            "Free up space where it's recorded, check that you can write there, and run the query again.",
            exception
        );

    private void Write()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            using var target = _target;
            using var wire = new RecordedStream(_body.OpenWire(), target);
            var end = WriteWire(wire, buffer);
            var content = OfValidation(end.Outcome) ?? ReadContent(buffer, ref end);
            target.End(
                new RecordingEnd
                {
                    Outcome = end.Outcome,
                    Why = end.Why,
                    WireSha256 = wire.Sha256(),
                    WireBytes = wire.BytesRead,
                    ContentSha256 = content.Sha256,
                    ContentBytes = content.Bytes,
                }
            );
            ContentSha256 = content.Sha256;
        }
        catch
        {
            _failed.Cancel();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The bytes are kept also where they can't be decompressed: somebody else may know what they are.
    private (RecordingOutcome Outcome, string? Why) WriteWire(RecordedStream wire, byte[] buffer)
    {
        try
        {
            while (wire.Read(buffer, 0, buffer.Length) > 0)
            {
                if (wire.BytesRead > _limit)
                {
                    return TooLarge;
                }
            }

            return _body.IsCut ? TooLarge : (RecordingOutcome.Complete, null);
        }
        catch (Exception) when (!wire.HasFailed && _body.Failure is not null)
        {
            return BrokenOff();
        }
    }

    // Who validates it has it decompressed already. What is no response, or no whole one, is decompressed here, as far as it goes.
    private (string Sha256, long Bytes)? OfValidation(RecordingOutcome outcome)
    {
        if (outcome != RecordingOutcome.Complete || _validation is not { } validation)
        {
            return null;
        }

        ((IAsyncResult)validation).AsyncWaitHandle.WaitOne();
        return validation.Status == TaskStatus.RanToCompletion && validation.Result is { ContentSha256: { } sha256 } validated
            ? (sha256, validated.ContentBytes)
            : null;
    }

    private (string Sha256, long Bytes) ReadContent(byte[] buffer, ref (RecordingOutcome Outcome, string? Why) end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = _body.Decode(_body.OpenWire());
        var length = 0L;
        try
        {
            int read;
            while ((read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, _limit - length))) > 0)
            {
                hash.AppendData(buffer, 0, read);
                length += read;
            }

            if (length == _limit && content.ReadByte() >= 0)
            {
                end = TooLarge;
            }
        }
        catch (Exception) when (end.Outcome != RecordingOutcome.Complete)
        {
            // It is hashed as far as it came.
        }
        catch (InvalidDataException e)
        {
            end = (RecordingOutcome.NotDecoded, $"Its compressed data is incomplete: {e.Message}");
        }

        return (ResponseValidator.Hexadecimal(hash), length);
    }

    private (RecordingOutcome Outcome, string? Why) BrokenOff() =>
        _body.Failure! switch
        {
            OperationCanceledException when _token.IsCancellationRequested => (RecordingOutcome.Stopped, "The query was stopped."),
            OperationCanceledException => (RecordingOutcome.Stopped, "The time limit of the request was reached."),
            HuntingException => TooLarge,
            var failure => (RecordingOutcome.BrokenOff, $"The connection was lost: {failure.Message}"),
        };

    private static (RecordingOutcome Outcome, string? Why) TooLarge =>
        (RecordingOutcome.TooLarge, "It's longer than any response of the service, so the rest wasn't read.");

    // Hands on what is read of the bytes as they came.
    private sealed class RecordedStream(Stream bytes, IResponseRecording target) : ForwardStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        /// <summary>How many bytes were recorded.</summary>
        public long BytesRead { get; private set; }

        /// <summary>Whether it was the recorder that failed.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>The hash of what was recorded.</summary>
        public string Sha256() => ResponseValidator.Hexadecimal(_hash);

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = bytes.Read(buffer, offset, count);
            if (read > 0)
            {
                HasFailed = true;
                target.Write(buffer, offset, read);
                HasFailed = false;
                _hash.AppendData(buffer, offset, read);
                BytesRead += read;
            }

            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _hash.Dispose();
                bytes.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
