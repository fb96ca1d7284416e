"""The provider's error codes, as its own pages list them, and what each must mean for a request for a video.

From wire-protocol 2.8, 5 and 9, and the provider's page of error messages as of November 2026. Codes of other products
are left out, except where a video model shares their validator.
"""

from __future__ import annotations

from dataclasses import dataclass

from wandesk.dashscope.meanings import Exchange
from wandesk.domain.errors import Remedy
from wandesk.domain.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One code with one message. `sentence` and `remedy` are those of a create request."""

    status: int
    code: str
    message: str
    remedy: Remedy
    sentence: Sentence

    @property
    def id(self) -> str:
        return f"{self.status}-{self.code}-{self.message[:40]}"


# | status | codes, of which each has these messages | messages | remedy | sentence
PAGE = """
| 401 | InvalidApiKey ; invalid_api_key | Invalid API-key provided. ; Incorrect API key provided. | key | key_refused
| 401 | invalid access token or token expired | invalid access token or token expired. | key | key_refused
| 401 | NOT AUTHORIZED | Access denied: Either you are not authorized to access this workspace, or the workspace does not exist. | settings | cloud_workspace_key
| 200 | BailianGateway.Workspace.NotAuthorised | Some functions are restricted. | settings | cloud_workspace_denied
| 403 | AccessDenied ; access_denied | current user api does not support synchronous calls. ; Current user api does not support asynchronous calls. | report | cloud_program_fault
| 403 | AccessDenied ; access_denied | Access denied. | account | cloud_model_locked
| 403 | AccessDenied.Unpurchased | Access to model denied. Please make sure you are eligible for using the model. | account | cloud_not_activated
| 400 | invalid_parameter_error | The product is not activated, please confirm that you have activated products and try again after activation. | account | cloud_not_activated
| 403 | Model.AccessDenied | Model access denied. | account | cloud_model_denied
| 403 | Workspace.AccessDenied | Workspace access denied. | settings | cloud_workspace_denied
| 403 | App.AccessDenied | App access denied. | settings | cloud_workspace_denied
| 403 | Endpoint.AccessDenied | Workspace endpoint access denied. | settings | cloud_endpoint_denied
| 404 | WorkSpaceNotFound | WorkSpace can not be found. | settings | cloud_workspace_missing
| 400 | Contain.Forbidden.Label.Error | contain forbidden create order label | account | cloud_account_blocked
| 403 | AllocationQuota.FreeTierOnly | The free tier of the model has been exhausted. | money | cloud_free_tier_only
| 400 | Arrearage | Access denied, please make sure your account is in good standing. | money | cloud_arrears
| 400 | isv.OUT_OF_SERVICE | out of service | money | cloud_arrears
| 429 | PrepaidBillOverdue | The prepaid bill is overdue. | money | cloud_bill
| 429 | PostpaidBillOverdue | The postpaid bill is overdue. | money | cloud_bill
| 429 | CommodityNotPurchased | Commodity has not purchased yet. | money | cloud_not_purchased
| 429 | BudgetLimitExceeded | The budget is exhausted. | money | cloud_budget
| 429 | Throttling.AllocationQuota ; insufficient_quota | Free allocated quota exceeded. | money | cloud_free_quota_used
| 404 | ModelNotFound ; model_not_found | Model can not be found. ; The model xxx does not exist. ; The model xxx does not exist or you do not have access to it. | model | cloud_model_missing
| 404 | model not supported | Unsupported model xxx for OpenAI compatibility mode. | model | cloud_model_missing
| 404 | InvalidParameter | Model not exist. | model | cloud_model_missing
| 400 | InvalidParameter | Model not exist. | model | cloud_model_missing
| 429 | Throttling | Requests throttling triggered. ; Too many requests in route. Please try again later. | wait | cloud_busy
| 429 | Throttling.RateQuota ; LimitRequests ; limit_requests ; ResourceExhausted ; Too many requests ; Throttling.ResourceExhausted | Requests rate limit exceeded, please try again later. ; You exceeded your current requests list. | wait | cloud_busy
| 429 | rate_limit_exceeded | You have exceeded your request limit. | wait | cloud_busy
| 429 | Throttling.BurstRate ; limit_burst_rate | Request rate increased too quickly. | wait | cloud_busy
| 429 | Throttling.AllocationQuota ; insufficient_quota | Allocated quota exceeded, please increase your quota limit. ; You exceeded your current quota, please check your plan and billing details. | wait | cloud_busy
| 429 | Throttling.Concurrency | Too many concurrent requests. | wait | cloud_busy
| 500 | ModelServingError ; ServiceUnavailable | Too many requests. Your requests are being throttled due to system capacity limits. Please try again later. | wait | cloud_full
| 503 | ModelServingError ; ServiceUnavailable ; service_unavailable | Too many requests. Your requests are being throttled due to system capacity limits. Please try again later. | wait | cloud_full
| 503 | ModelUnavailable | Model is unavailable, please try again later. | wait | cloud_full
| 400 | DataInspectionFailed ; data_inspection_failed ; InternalError.Algo.DataInspectionFailed | Input data may contain inappropriate content. ; Input text data may contain inappropriate content. | content | cloud_moderation
| 400 | DataInspectionFailed ; data_inspection_failed | Input or output data may contain inappropriate content. | content | cloud_moderation_either
| 400 | data_inspection_failed | Qwen rejected the input image before model inference; no actual ad/porn/OCR result was produced. | content | cloud_moderation
| 400 | InvalidParameter ; InvalidParameter.DataInspection | The image content does not comply with green network verification. | content | cloud_moderation
| 400 | IPInfringementSuspect | Input data is suspected of being involved in IP infringement. | content | cloud_infringement
| 400 | CustomRoleBlocked | Input or output data may contain inappropriate content with custom rule. | content | cloud_custom_rule
| 400 | FaqRuleBlocked | Input or output data is blocked by faq rule. | content | cloud_custom_rule
| 400 | InvalidParameter ; InvalidParameter.DataInspection ; InternalError.Algo.InvalidParameter ; internal_error.algo.invalid_parameter ; invalid_parameter_error | Unable to download the media resource during the data inspection process. ; Download the media resource timed out during the data inspection process. ; Failed to find the requested media resource during the data inspection process. ; Don't have authorization to access the media resource during the data inspection process. ; Failed to download multimodal content. ; Failed to download https://x/y.png ; Image download failed. ; Failed to download input files. ; OSS download error. ; The provided URL does not appear to be valid. Ensure it is correctly formatted. | upload | cloud_input_unreachable
| 400 | InvalidParameter ; InvalidParameter.DataInspection ; InternalError.Algo.InvalidParameter ; invalid_parameter_error | The media format is not supported or incorrect for the data inspection. ; Failed to decode the image during the data inspection. ; The file format is illegal and cannot be opened. ; Image format error ; Invalid image format or corrupted file ; Image read error. ; Input files format not supported. ; Value error, format of image x is not valid : payload.input.img_url ; Wrong Content-Type of multimodal url | request | cloud_input_format
| 400 | InvalidParameter ; InvalidParameter.DataInspection ; InternalError.Algo.InvalidParameter | The image size is not supported for the data inspection. ; The image length and width do not meet the model restrictions. ; the size of input image is too small or too large. ; Image dimensions must be in [240, 8000], got 9504x3072 ; The aspect ratio of the image must be between 1:8 and 8:1 ; The size is not match xxxxxx | picture | cloud_picture_size
| 400 | InvalidParameter ; invalid_parameter_error | Exceeded limit on max bytes per data-uri item : 10485760'. ; Multimodal file size is too large | request | cloud_too_large
| 400 | InvalidParameter ; InternalError.Algo.InvalidParameter | The audio is empty ; Audio length must be between 1s and 300s. | audio | cloud_sound_length
| 400 | InvalidParameter | The audio format is illegal and cannot be opened. | audio | cloud_sound_format
| 500 | InternalError.Algo | Missing Content-Length of multimodal url. | upload | cloud_input_unreachable
| 400 | InvalidURL | Invalid URL provided in your request. ; Required URL is missing or invalid, please check the request URL. ; The request URL is invalid, make sure the url is correct and is an image. | upload | cloud_input_unreachable
| 400 | InvalidURL | The input audio is longer than 30s. ; The audio longer than 30s | audio | cloud_sound_length
| 400 | InvalidURL | File size is larger than 15MB. | request | cloud_too_large
| 400 | InvalidURL | File type is not supported. Allowed types are: .wav, .mp3. | audio | cloud_sound_format
| 400 | InvalidURL.ConnectionRefused | Connection to xxx refused, please provide available URL. | upload | cloud_input_unreachable
| 400 | InvalidURL.Timeout | Download xxx timeout, please check network connection. | upload | cloud_input_unreachable
| 400 | InvalidParameter.DataInspection | Something new about the file. | upload | cloud_input_unreachable
| 400 | BadRequest.InputDownloadFailed | Failed to download the input file: xxx. | upload | cloud_input_unreachable
| 400 | BadRequest.ResourceNotExist | The Required resource not exist. | upload | cloud_input_unreachable
| 400 | BadRequest.UnsupportedFileFormat | File format unsupported. ; Input file format is not supported. | request | cloud_input_format
| 400 | BadRequest.TooLarge | Payload Too Large. | request | cloud_too_large
| 413 | EntityTooLarge | Your proposed upload exceeds the maximum allowed size. | request | cloud_too_large
| 400 | InvalidFile.DownloadFailed | The audio file cannot be downloaded. | upload | cloud_input_unreachable
| 400 | InvalidImage.FileFormat | Invalid image type. Please ensure the uploaded file is a valid image. | request | cloud_input_format
| 400 | InvalidImageFormat | The input image is in invalid format. | request | cloud_input_format
| 400 | InvalidFile.Format | Invalid file format, the request file format is one of the following types: MP4, AVI. | request | cloud_input_format
| 400 | InvalidFile.Openerror | Invalid file, cannot open file as video/audio/image. | request | cloud_input_format
| 400 | InvalidFile.FPS | Invalid video FPS. The video FPS must be 15 ~ 60. | request | cloud_input_format
| 400 | InvalidImageResolution | The input image resolution is too large or small. | picture | cloud_picture_size
| 400 | InvalidImage.ImageSize ; InvalidFile.ImageSize | The size of image is beyond limit. | picture | cloud_picture_size
| 400 | InvalidFile.Resolution | The image resolution is invalid, please make sure that the aspect ratio is smaller than 3:2. | picture | cloud_picture_size
| 400 | InvalidFile.AspectRatio | Invalid file ratio. The file aspect ratio (height/width) must be between 2.0 and 0.5. | picture | cloud_picture_size
| 400 | InvalidInputLength | The image resolution is invalid, please make sure that the largest length of image is smaller than 4096. | picture | cloud_picture_size
| 400 | InvalidFile.Size | Invalid file size, The image file size must be smaller than 5MB. | request | cloud_too_large
| 400 | InvalidFile.Duration | Invalid file duration. The file duration must be 3 s ~ 30 s. | audio | cloud_sound_length
| 400 | InvalidFile.AudioLengthError | Audio length must be between 1s and 180s. | audio | cloud_sound_length
| 400 | InvalidFile.NoHuman ; InvalidFile.BodyProportion ; InvalidFile.FacePose ; InvalidFile.Value ; InvalidFile.Content ; InvalidFile.MultiHuman ; InvalidPerson ; InvalidImage.NoHumanFace | The input image has no human body. Please upload other image with single person. | picture | cloud_picture_unsuitable
| 430 | Audio.DecoderError | Decoder audio file failed. | audio | cloud_sound_format
| 430 | Audio.AudioRateError ; Audio.PreprocessError | File sample rate unsupported. | audio | cloud_sound_format
| 430 | Audio.FileSizeExceed | File too large | request | cloud_too_large
| 400 | Audio.AudioShortError | Valid audio is too short! | audio | cloud_sound_length
| 400 | Audio.DurationLimitError | Audio duration exceeds maximum allowed limit. | audio | cloud_sound_length
| 430 | Audio.AudioSilentError | Silent file unsupported. | audio | cloud_audio_silent
| 400 | InvalidParameter ; InternalError.Algo.InvalidParameter | Field required: input.media ; duration customization is not supported ; Duration should be between 2 and 15 ; Input should be '1080P' or '720P' ; size must be in ... | request | cloud_parameter
| 400 | invalid_parameter_error ; invalid_request_error ; invalid_value ; InvalidParameter.Brand.New | -1 is lesser than the minimum of 0 - 'seed' | request | cloud_parameter
| 400 | InvalidParameter | url error, please check url! ; Request method 'GET' is not supported. ; Required body invalid, please check the request body format. | report | cloud_program_fault
| 400 | BadRequest.EmptyInput ; BadRequest.EmptyParameters ; BadRequest.EmptyModel ; BadRequest.IllegalInput | Required input parameter missing from request. | report | cloud_program_fault
| 404 | NotFound | Not found! ; Request path not found. | settings | cloud_path_missing
| 500 | RewriteFailed | Failed to rewrite content for prompt. | wait | cloud_rewrite_failed
| 500 | InternalError ; internal_error ; InternalError.Algo ; InternalError.FileUpload ; InternalError.Upload ; InternalError.Algo.BrandNew | An internal error has occurred, please try again later or contact service support. ; Inference internal error. ; No backend server available | wait | cloud_trouble
| 500 | SystemError | A system error has occurred, please try again later. | wait | cloud_trouble
| 500 | ModelServiceFailed | Failed to request model service. | wait | cloud_trouble
| 500 | RequestTimeOut ; ResponseTimeout | Request timed out, please try again later. | wait | cloud_trouble
"""  # noqa: E501 - the provider's own words


def listed() -> list[Listed]:
    """Every code with every one of its messages."""
    found = []
    for line in PAGE.strip().splitlines():
        status, codes, messages, remedy, sentence = (cell.strip() for cell in line.removeprefix("|").split(" | "))
        found += [
            Listed(
                status=int(status),
                code=code.strip(),
                message=message.strip(),
                remedy=Remedy(remedy),
                sentence=Sentence(sentence),
            )
            for code in codes.split(" ; ")
            for message in messages.split(" ; ")
        ]
    return found


ELSEWHERE = (
    # (code, message, exchange): sentence, where it is not the one of a create request.
    (
        "DataInspectionFailed",
        "Output data may contain inappropriate content.",
        Exchange.TASK,
        "cloud_moderation_output",
    ),
    ("InternalError.Timeout", "The task timed out after 3 hours.", Exchange.TASK, "cloud_took_too_long"),
    ("UnsupportedOperation", "please confirm if the task is in PENDING status", Exchange.CANCEL, "cancel_too_late"),
    ("AccessDenied", "Access denied.", Exchange.READ, "cloud_key_denied"),
    ("AccessDenied", "Access denied.", Exchange.PERMISSION, "uploads_denied"),
    ("AccessDenied", "You have no right.", Exchange.UPLOAD, "cloud_upload_refused"),
    ("AccessDenied", "Invalid according to Policy: Policy expired.", Exchange.UPLOAD, "cloud_upload_expired"),
    ("EntityTooLarge", "Your proposed upload exceeds the maximum.", Exchange.UPLOAD, "cloud_too_large"),
    ("NotFound", "Not found!", Exchange.PERMISSION, "uploads_not_offered"),
    ("Brand.New", "A reason.", Exchange.CREATE, "cloud_refused"),
    ("Brand.New", "", Exchange.CREATE, "cloud_refused_silently"),
    ("Brand.New", "A reason.", Exchange.READ, "cloud_read_refused"),
    ("Brand.New", "A reason.", Exchange.TASK, "cloud_failed"),
    ("Brand.New", "", Exchange.TASK, "cloud_failed_silently"),
    ("", "", Exchange.TASK, "cloud_failed_silently"),
    ("", "Failed to download the picture", Exchange.TASK, "cloud_input_unreachable"),
    ("Brand.New", "A reason.", Exchange.PERMISSION, "cloud_upload_refused"),
    ("Brand.New", "A reason.", Exchange.UPLOAD, "cloud_upload_refused"),
    ("InvalidParameter", "", Exchange.TASK, "cloud_parameter_unnamed"),
)
