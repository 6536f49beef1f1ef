import { summaries } from './groups.ts';
import { boolean, file, integer, list, newId, number, string } from './param-spec.ts';
import { imageFormat, imageQuality, permissions, queries, search, total } from './params.ts';
import { del, get, group, key, keyOrUser, post, put, section } from './vocabulary.ts';

const buckets = '/storage/buckets';
const bucket = `${buckets}/{bucketId}`;
const files = `${bucket}/files`;
const oneFile = `${files}/{fileId}`;

const bucketSettings = {
  name: string('Name of the bucket').required,
  permissions,
  fileSecurity: boolean('Allow permissions on single files'),
  enabled: boolean('Enabled (the default) or disabled'),
  maximumFileSize: integer('Maximum size of a file in bytes').bytes,
  allowedFileExtensions: list('Allowed file extensions; all by default').commaSeparated.items(100, 64),
  compression: string('Compression of files').oneOf(['none', 'gzip', 'zstd']),
  encryption: boolean('Encrypt files at rest'),
  antivirus: boolean('Scan files for viruses'),
  transformations: boolean('Let users resize and convert previews; API keys always can').since('1.8'),
};

/** The server's rate limit for changes of files: requests in a number of seconds. */
const aMinute = { limit: [60, 60] } as const;
/** Secret of a token, which lets anybody read one file. */
const token = string('Secret of a file token, which gives access to the file').ownSecret.since('1.7');
/** For the content of a file, which a guest may read with a token. */
const location = {
  kind: 'location',
  changes: { '1.7': { sentWith: [...keyOrUser, 'Guest'] } },
} as const;

export const storage = group(
  'storage',
  summaries.storage,
  { bucketId: 'Bucket ID', fileId: 'File ID' },

  section(
    'Buckets',
    { scope: 'buckets.*', auth: key },
    {
      listBuckets: get(
        buckets,
        'List buckets',
        {
          queries: queries(
            'enabled',
            'name',
            'fileSecurity',
            'maximumFileSize',
            'encryption',
            'antivirus',
            'transformations@1.8',
          ),
          search,
          total,
        },
        'bucketList',
      ),
      createBucket: post(
        buckets,
        'Create a bucket',
        { bucketId: newId('ID of the new bucket'), ...bucketSettings },
        'bucket',
      ),
      getBucket: get(bucket, 'Show one bucket', {}, 'bucket'),
      updateBucket: put(bucket, 'Change the settings of a bucket', bucketSettings, 'bucket', {
        carryOver: { from: 'getBucket' },
      }),
      deleteBucket: del(bucket, 'Delete a bucket with its files'),
    },
  ),

  section(
    'Files',
    { scope: 'files.*', auth: keyOrUser },
    {
      listFiles: get(
        files,
        'List the files of a bucket',
        {
          queries: queries('name', 'signature', 'mimeType', 'sizeOriginal', 'chunksTotal', 'chunksUploaded'),
          search,
          total,
        },
        'fileList',
      ),
      createFile: post(
        files,
        'Upload a file',
        { fileId: newId('ID of the new file'), file: file('File to upload'), permissions },
        'file',
        { kind: 'upload', ...aMinute },
      ),
      getFile: get(oneFile, 'Show one file, without its content', {}, 'file'),
      updateFile: put(
        oneFile,
        'Rename a file or change its permissions',
        { name: string('Name of the file'), permissions },
        'file',
        { ...aMinute, changes: { '1.9': { limit: null } } },
      ),
      deleteFile: del(oneFile, 'Delete a file', {}, null, aMinute),
      getFileDownload: get(`${oneFile}/download`, 'Download a file', { token }, null, location),
      getFileView: get(`${oneFile}/view`, 'Get a file as a browser shows it', { token }, null, location),
      getFilePreview: get(
        `${oneFile}/preview`,
        'Get an image file, resized or otherwise changed',
        {
          width: integer('Width in pixels; 0 keeps the original').range(0, 4000).default(0),
          height: integer('Height in pixels; 0 keeps the original').range(0, 4000).default(0),
          gravity: string('Part to keep when cropping')
            .oneOf([
              'center',
              'top-left',
              'top',
              'top-right',
              'left',
              'right',
              'bottom-left',
              'bottom',
              'bottom-right',
            ])
            .default('center'),
          quality: imageQuality,
          borderWidth: integer('Border in pixels').range(0, 100).default(0),
          borderColor: string('Colour of the border in hex without #'),
          borderRadius: integer('Radius of the corners in pixels').range(0, 4000).default(0),
          opacity: number('Opacity: 0 is invisible, 1 is solid').range(0, 1).default(1),
          rotation: integer('Rotation in degrees').range(-360, 360).default(0),
          background: string('Background colour in hex without #'),
          output: imageFormat,
          token,
        },
        null,
        { ...location, media: 'image/' },
      ),
    },
  ),
);
